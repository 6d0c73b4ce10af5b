/** The same seed gives the same bytes in any time zone and any locale: reports of every format, and golden cases. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { bnspecProcess } from '../../support/bnspec.ts';

/** Days that begin elsewhere, other separators and digits, letters whose upper case is another. */
const surroundings: readonly NodeJS.ProcessEnv[] = [
  { TZ: 'UTC', LC_ALL: 'C' },
  { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' },
  { TZ: 'America/St_Johns', LC_ALL: 'ar_EG.UTF-8' },
];

/** Both are fixed when a process starts, so each needs its own. */
const script = `
  import { createHash } from 'node:crypto';
  import { generate } from './fixtures/generate.ts';
  import { toStepSummary } from './spec/report/github.ts';
  import { picturesOf } from './spec/report/html/pictures/all.ts';
  import { toHtml } from './spec/report/html/report-page.ts';
  import { toJUnit } from './spec/report/junit.ts';
  import { toJson } from './spec/report/report.ts';
  import { toTerminal } from './spec/report/terminal.ts';
  import { viewOf } from './spec/report/report-view.ts';
  import { smallSet } from './test/fixtures/small-set.ts';
  import { failing } from './test/spec/report/sample-reports.ts';
  const report = await failing();
  const view = viewOf(report);
  const made = {
    json: toJson(report), terminal: toTerminal(view), junit: toJUnit(view), github: toStepSummary(view),
    html: toHtml(view, picturesOf(view)), golden: Buffer.concat([...generate(smallSet, 1)].map(({ bytes }) => bytes)),
  };
  for (const [name, bytes] of Object.entries(made)) {
    console.log(name, bytes.length, createHash('sha256').update(bytes).digest('hex'));
  }
  console.log('thousands', new Intl.NumberFormat().format(1234.5));`;

test('neither the time zone nor the locale changes a byte', { timeout: 240_000 }, async () => {
  const { command, cwd } = bnspecProcess([]);
  const started = surroundings.map(async (env) => {
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script];
    const { stdout, stderr } = await promisify(execFile)(command, args, { cwd, env: { ...process.env, ...env } });
    expect(stderr).toBe('');
    return stdout.trim().split('\n');
  });
  const written = await Promise.all(started);
  // The locales are there.
  expect(new Set(written.map((lines) => lines.at(-1))).size).toBe(3);
  const [first, ...others] = written.map((lines) => lines.slice(0, -1));
  expect(first).toHaveLength(6);
  for (const other of others) expect(other).toEqual(first);
});
