/**
 * Measures the scorecard and writes it down: npx tsx test/tools/scorecard/generate.ts [PART …] [--html FILE].
 * Parts: suite, mutants, conventions, checks, composites, seeds, suites, honest; default all of them, three quarters of an hour. What is not asked for stays
 * as it was measured before. SCORECARD.md is written from scorecard.json; --html also makes a page.
 */
import { fileURLToPath } from 'node:url';
import { writeWholeFile } from '../../../spec/wire/write-file.ts';
import { parseArgs } from 'node:util';
import { toTablePage } from '../../../spec/report/html/table-page.ts';
import { parts } from './parts.ts';
import { loadScorecard, type Scorecard, saveScorecard } from './scorecard.ts';
import { toMarkdown, toTable } from './scorecard-text.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { html: { type: 'string' } } });
const known = Object.keys(parts) as (keyof Scorecard)[];
const unknown = positionals.filter((name) => !known.some((part) => part === name));
if (unknown.length > 0) throw new Error(`expected parts among ${known.join(', ')}, got ${unknown.join(', ')}`);
const wanted = known.filter((part) => positionals.length === 0 || positionals.includes(part));

for (const part of wanted) {
  const measured = await parts[part]((progress) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${part}: ${progress}`);
  });
  // One by one: what was measured is not lost where a later part is cut off.
  saveScorecard({ ...loadScorecard(), [part]: measured });
}
const scorecard = loadScorecard();
writeWholeFile(fileURLToPath(new URL('SCORECARD.md', import.meta.url)), toMarkdown(scorecard));
if (values.html !== undefined) writeWholeFile(values.html, toTablePage(toTable(scorecard)));
