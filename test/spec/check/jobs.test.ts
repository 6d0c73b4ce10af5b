/** `check --jobs`: however the clauses are shared out, the report is the same, byte for byte. */
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import plain from '../../../impl/plain/index.ts';
import { reference } from '../../../reference/oracle.ts';
import { restartBudget } from '../../../spec/check/restart-limit.ts';
import { run } from '../../../spec/check/run.ts';
import { exitCodeOf } from '../../../spec/report/exit-code.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { toJson } from '../../../spec/report/report.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { bnspec, moduleWith, temporaryFolder } from '../../support/bnspec.ts';
import { module, shared, targets } from './shared-run.ts';

const options = {
  reference,
  claims: resolveClaims(plain.claims),
  required: 'stable',
  seed: 3,
  runs: 4,
  command: '',
} as const;

test('a target in this process cannot be shared: 2', async () => {
  for (const args of [['plain'], [module(''), '--in-process']]) {
    const { code, stderr } = await bnspec('check', ...args, '--jobs', '2');
    expect(stderr).toBe('bnspec: "--jobs" expected a target in a process of its own: a module or "-- COMMAND"\n');
    expect(code).toBe(2);
  }
});

test('a second process that does not start: 3, and the first one is closed', async () => {
  const marker = join(temporaryFolder(), 'marker');
  const path = moduleWith(
    `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(marker)}, '', { flag: 'wx' });
     export default { name: 'one', inferForward() {} };`,
  );
  const { code, stderr } = await bnspec('check', path, '--jobs', '2');
  expect(stderr).toMatch(/could not start: importing it throws Error: EEXIST/);
  expect(code).toBe(3);
});

test('the budget for restarts is one for all processes, and it is spent at the same clause', async () => {
  const reports = [];
  for (const count of [1, 2, 3]) reports.push(await shared(count, restartBudget / 6));
  const [one] = reports;
  expect(one.clauses.map(({ verdict }) => verdict)).toContain('fail');
  expect(one.clauses.at(-1)?.message).toBe(
    `not judged: the adapter had to be restarted more than ${restartBudget} times, the last time because: exited with code 3`,
  );
  expect(exitCodeOf(one)).toBe(1);
  for (const other of reports) expect(other).toEqual(one);
});

test('the first call is that of a fresh process, whatever each process was asked before', async () => {
  const begun = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const reports = [];
  for (const count of [1, 2, 3]) {
    const [first, ...beside] = Array.from({ length: count }, () => ({ ...targetOf(plain), afresh: begun }));
    const chosen = clauses.filter(({ id }) => ['BN-2.1', 'BN-3.1', 'BN-8.1', 'BN-13.12'].includes(id));
    const report = await run(first, {
      ...options,
      clauses: chosen,
      beside,
    });
    expect(report.verdict).toBe('conforms');
    reports.push(toJson(report));
  }
  expect(begun.mock.calls.length).toBeGreaterThanOrEqual(3);
  expect(new Set(reports).size).toBe(1);
});

test('an interrupted run keeps what was judged by whichever process', async () => {
  const abort = new AbortController();
  const [first, ...beside] = targets(2, 0);
  const chosen = clauses.filter(({ id }) => id.startsWith('BN-8.'));
  const report = await run(first, {
    ...options,
    clauses: chosen,
    beside,
    signal: abort.signal,
    onProgress: (done) => done === 3 && abort.abort(),
  });
  const verdicts = report.clauses.map(({ verdict }) => verdict);
  expect(verdicts.slice(0, 4)).not.toContain('error');
  expect(new Set(verdicts.slice(4))).toEqual(new Set(['error']));
  expect(report.clauses.at(-1)?.message).toBe('not judged: interrupted');
});
