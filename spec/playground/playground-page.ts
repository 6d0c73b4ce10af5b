/** The playground as a page of the site, with its program inside. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundle } from '../learn/bundle-program.ts';
import { html, type Markup } from '../report/html/markup.ts';
import { reportStyle } from '../report/html/report-style.ts';
import { installedProgram } from '../terms/program-command.ts';
import { judged, savedAs } from './quick-check.ts';
import { type Template, templates } from './templates.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export interface PageWithProgram {
  readonly body: string;
  readonly style: string;
  readonly script: string;
}

const option = ({ id, says }: Template): Markup => html`<option value="${id}">${says}</option>`;

const body = (): string =>
  html`<h1>Playground</h1>
    <p>
      Write a batch normalization in JavaScript, or start from a famous mistake. The suite checks it as you type, in
      this page: nothing is sent anywhere. It tries ${judged.length} clauses with a few cases each;
      <code>${installedProgram} check ${savedAs}</code> tries them all.
    </p>
    <div class="bench">
      <section aria-labelledby="code-title">
        <h2 id="code-title">Code</h2>
        <div class="tools">
          <label for="template">Start from</label>
          <select id="template">
            <option value="" hidden>code of a link</option>
            <optgroup label="Right">${templates.filter(({ mistake }) => mistake === undefined).map(option)}</optgroup>
            <optgroup label="Famous mistakes">
              ${templates.filter(({ mistake }) => mistake !== undefined).map(option)}
            </optgroup>
          </select>
          <button type="button" id="check" class="primary">Check</button>
          <button type="button" id="share">Share as a link</button>
        </div>
        <div id="shared" hidden>
          <label for="link">Link with this code</label>
          <input id="link" readonly />
          <p class="small" role="status" id="share-note"></p>
        </div>
        <textarea
          id="code"
          aria-labelledby="code-title"
          spellcheck="false"
          autocomplete="off"
          autocapitalize="off"
          wrap="off"
        ></textarea>
      </section>
      <section aria-labelledby="verdict-title">
        <h2 id="verdict-title">Verdict</h2>
        <p role="status" id="status">This page needs JavaScript.</p>
        <div id="result"></div>
      </section>
    </div>`.source;

export async function playground(): Promise<PageWithProgram> {
  return {
    body: body(),
    style: reportStyle + readFileSync(here('page/style.css'), 'utf8'),
    script: await bundle(here('page/main.ts')),
  };
}
