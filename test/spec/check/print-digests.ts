/** A program: prints a digest of a report in every format, and of golden cases; last, a number as the locale has it. */
import { createHash } from 'node:crypto';
import { generate } from '../../../fixtures/cases-to-files.ts';
import { toStepSummary } from '../../../spec/report/github.ts';
import { picturesOf } from '../../../spec/report/html/pictures/all.ts';
import { toHtml } from '../../../spec/report/html/report-page.ts';
import { toJUnit } from '../../../spec/report/junit.ts';
import { viewOf } from '../../../spec/report/report-view.ts';
import { toJson } from '../../../spec/report/report.ts';
import { toTerminal } from '../../../spec/report/terminal.ts';
import { smallSet } from '../../fixtures/small-set.ts';
import { failing } from '../report/sample-reports.ts';

const report = await failing();
const view = viewOf(report);
const made = {
  json: toJson(report),
  terminal: toTerminal(view),
  junit: toJUnit(view),
  github: toStepSummary(view),
  html: toHtml(view, picturesOf(view)),
  golden: Buffer.concat([...generate(smallSet, 1)].map(({ bytes }) => bytes)),
};
for (const [name, bytes] of Object.entries(made)) {
  console.log(name, bytes.length, createHash('sha256').update(bytes).digest('hex'));
}
console.log('number', new Intl.NumberFormat().format(1234.5));
