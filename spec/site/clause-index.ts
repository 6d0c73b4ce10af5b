/** One page on which every clause leads to its sentence, its test and the mistakes that must fail it, and every mistake back. */
import type { Clause } from '../check/trial/clause.ts';
import type { Mistake } from '../terms/mutant.ts';
import { chapters as titles } from '../report/chapter-titles.ts';
import { escape } from '../report/html/markup.ts';
import { tableOf } from './markdown.ts';
import type { Page } from './page.ts';
import { linkBetween } from './places.ts';

const target = 'clauses.html';
const specification = 'spec/batchnorm.html';

const chapterOf = (id: string): string => id.slice(0, id.indexOf('.'));

/** @param sourceOf - path of the file that holds a clause */
export function clauseIndex(
  clauses: readonly Clause[],
  mistakes: readonly Mistake[],
  sourceOf: (clause: Clause) => string,
): Page {
  const to = (path: string, hash?: string): string => linkBetween(target, path, hash);
  const breaking = (id: string): string[] =>
    mistakes.filter(({ breaks }) => breaks.includes(id)).map((each) => each.id);
  const chapters = [...new Set(clauses.map(({ id }) => chapterOf(id)))];
  const titleOf = (chapter: string): string => `${chapter} ${titles[chapter.slice('BN-'.length)]}`;
  const links = (ids: readonly string[]): string => ids.map((id) => `<a href="#${id}">${id}</a>`).join(' ');

  const clauseRow = (clause: Clause): string => {
    const { id, level, says } = clause;
    const sentence = `<a href="${to(specification, `#${id}`)}">in the text</a>`;
    const test = `<a href="${to(`${sourceOf(clause)}.html`)}">test</a>`;
    return `<tr id="${id}"><td><a class="anchor" href="#${id}">${id}</a><br><span class="level">${level}</span></td><td>${escape(says)}<br><span class="level">${sentence} · ${test}</span></td><td>${links(breaking(id))}</td></tr>`;
  };
  const mistakeRow = ({ id, says, owed, breaks }: Mistake): string =>
    `<tr id="${id}"><td><a class="anchor" href="#${id}">${id}</a></td><td>${escape(says)}</td><td>${owed}</td><td>${links(breaks)}</td><td><a href="${to(`impl/mutants/${id}.ts.html`)}">source</a></td></tr>`;
  const table = (head: readonly string[], rows: readonly string[]): string =>
    tableOf(`<tr>${head.map((h) => `<th>${h}</th>`).join('')}</tr>`, rows.join('\n'));

  const parts = chapters.map((chapter) => {
    const own = clauses.filter(({ id }) => chapterOf(id) === chapter);
    const rows = table(['clause', 'what must hold', 'mistakes that fail it'], own.map(clauseRow));
    return `<h2 id="${chapter}">${escape(titleOf(chapter))}</h2>\n${rows}`;
  });
  const bank = table(['mistake', 'what is wrong', 'owed', 'clauses that fail', 'how'], mistakes.map(mistakeRow));
  return {
    target,
    title: 'Clauses and mistakes',
    body: `<h1>Clauses and mistakes</h1>
<p>${clauses.length} clauses, and ${mistakes.length} implementations that are wrong on purpose: each is a test of the clauses beside it.</p>
${parts.join('\n')}
<h2 id="mistakes">Mistakes</h2>
${bank}`,
    sections: [
      ...chapters.map((chapter) => ({ anchor: chapter, text: titleOf(chapter) })),
      { anchor: 'mistakes', text: 'Mistakes' },
    ],
  };
}
