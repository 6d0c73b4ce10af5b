/** From explorations to a report: verdicts, exit codes, and what a run does when its target gives up. */
import { describe, expect, test } from 'vitest';
import plain from '../../../impl/plain/index.ts';
import { reference } from '../../../reference/oracle.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { parseReplay } from '../../../spec/check/clause-patterns-and-replay-tokens.ts';
import { run } from '../../../spec/check/run.ts';
import type { RunOptions } from '../../../spec/check/run-options.ts';
import { exitCodeOf } from '../../../spec/report/exit-code.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import type { Target } from '../../../spec/wire/target.ts';
import { CannotGoOn } from '../../../spec/wire/start-error.ts';

const options: RunOptions = {
  reference,
  claims: resolveClaims(plain.claims),
  required: 'stable',
  seed: 3,
  runs: 4,
  clauses: clauses.filter(({ id }) => id.startsWith('BN-7.')),
  command: 'plain',
};

/** Answers `calls` times, then does something else. */
function targetThatEnds(calls: number, end: () => never | Promise<never>): Target {
  const target = targetOf(plain);
  let left = calls;
  return { ...target, call: (operation, call) => (left-- > 0 ? target.call(operation, call) : end()) };
}

test('a target that gives up leaves the rest not judged, and the report says so: exit code 4', async () => {
  const report = await run(
    targetThatEnds(6, () => {
      throw new CannotGoOn('crashed too often');
    }),
    options,
  );
  expect(report.clauses.map(({ verdict }) => verdict)).toEqual(['pass', 'error', 'error', 'error', 'error', 'error']);
  expect(report.clauses[1].message).toBe('not judged: crashed too often');
  expect(report).toMatchObject({ verdict: 'error', grade: null });
  expect(exitCodeOf(report)).toBe(4);
});

test('an interrupted run reports what it has: exit code 4', async () => {
  const abort = new AbortController();
  const report = await run(targetOf(plain), {
    ...options,
    signal: abort.signal,
    onProgress: (done) => done === 2 && abort.abort(),
  });
  expect(report.clauses.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass', 'error', 'error', 'error']);
  expect(exitCodeOf(report)).toBe(4);
});

test('an error of the suite itself spoils one clause, not the run', async () => {
  let answers = 0;
  const flawed: typeof reference = {
    answer: (...args) => {
      if (++answers === 6) throw new Error('the reference broke');
      return reference.answer(...args);
    },
  };
  const report = await run(targetOf(plain), { ...options, reference: flawed });
  expect(report.clauses.filter(({ verdict }) => verdict === 'error')).toMatchObject([
    { message: 'the reference broke' },
  ]);
  expect(report.clauses.filter(({ verdict }) => verdict === 'pass')).toHaveLength(5);
});

test('a target that offers nothing: every clause says why, exit code 5', async () => {
  const report = await run({ ...targetOf(plain), operations: [] }, options);
  expect(new Set(report.clauses.map(({ verdict }) => verdict))).toEqual(new Set(['not-applicable']));
  expect(report.clauses[0].message).toBe('infer_forward not offered');
  expect(exitCodeOf(report)).toBe(5);
});

test('a failed SHOULD is reported and decides nothing', async () => {
  const careless: Target = {
    ...targetOf(plain),
    // Answers what should be refused.
    call: (operation, call) =>
      targetOf(plain).call(operation, 'epsilon' in call && !(call.epsilon >= 0) ? { ...call, epsilon: 1 } : call),
  };
  const should = clauses.filter(({ id }) => id === 'BN-13.6' || id === 'BN-2.1');
  const report = await run(careless, { ...options, runs: 40, clauses: should });
  expect(report.clauses.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
  expect(exitCodeOf(report)).toBe(0);
});

describe('replay tokens', () => {
  test('are read back', () => {
    expect(parseReplay('BN-3.2/42/0:1:1')).toEqual({ id: 'BN-3.2', seed: 42, path: '0:1:1' });
    expect(parseReplay('BN-3.2/42#17/0:1')).toEqual({ id: 'BN-3.2', seed: 42, block: 17, path: '0:1' });
  });

  test.each([
    '',
    'BN-3.2',
    'BN-3.2/42',
    'BN-3.2/x/0',
    'BN-3.2/42/0:',
    'BN-3.2/42#/0',
    'FX.train_forward/1#1/hard',
    '/42/0',
  ])('refuse %j', (token) => {
    expect(() => parseReplay(token)).toThrow(/"--replay" expected a token/);
  });
});
