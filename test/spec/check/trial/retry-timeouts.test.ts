/** Time alone decides nothing. */
import { describe, expect, test } from 'vitest';
import plain from '../../../../impl/plain/index.ts';
import { reference } from '../../../../reference/oracle.ts';
import { run } from '../../../../spec/check/run.ts';
import { clauses } from '../../../../spec/clauses/index.ts';
import type { Report } from '../../../../spec/report/report.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';
import type { Target } from '../../../../spec/wire/target.ts';

/** Answers nothing while it is hurried: every `every`-th call. */
function slow(every: number, patient: { readonly answers: boolean }): Target & { readonly asked: () => number } {
  const inner = targetOf(plain);
  let [calls, again] = [0, 0];
  let alone = false;
  const late = (): boolean => (alone ? !patient.answers : calls++ % every === 0);
  return {
    ...inner,
    asked: () => again,
    async call(operation, call) {
      return late() ? { status: 'timeout', message: 'no complete answer' } : inner.call(operation, call);
    },
    async patiently(work) {
      again += 1;
      alone = true;
      try {
        return await work();
      } finally {
        alone = false;
      }
    },
  };
}

const judged = (target: Target, pattern: RegExp): Promise<Report> =>
  run(target, {
    reference,
    claims: resolveClaims(plain.claims),
    required: 'stable',
    seed: 1,
    runs: 5,
    clauses: clauses.filter(({ id }) => pattern.test(id)),
    command: 'slow',
  });

describe('a call that is not answered in time', () => {
  test('is asked again, and counts as slow where it is answered then', async () => {
    const target = slow(7, { answers: true });
    const report = await judged(target, /^BN-(3|7|13)\.\d+$/);
    expect(report.clauses.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(report.verdict).toBe('conforms');
    expect(target.asked()).toBeGreaterThan(10);
    expect(report.notes?.join('\n')).toMatch(/^train_forward is slow: \d+ calls were answered only when asked again/m);
  });

  test('counts in the evidence once, whether or not it was asked again', async () => {
    const [quick, late] = [targetOf(plain), slow(3, { answers: true })];
    const [expected, actual] = await Promise.all([judged(quick, /^BN-3\./), judged(late, /^BN-3\./)]);
    expect(actual.evidence).toEqual(expected.evidence);
    expect(actual.clauses).toEqual(expected.clauses);
  });

  test('is a hang where it is not answered then either, and is not made smaller', async () => {
    const target = slow(7, { answers: false });
    const report = await judged(target, /^BN-3\./);
    expect(report.verdict).toBe('fails');
    const failed = report.clauses.filter(({ verdict }) => verdict === 'fail');
    expect(target.asked()).toBe(failed.length);
    for (const { message } of failed) expect(message).toBe('timeout: no complete answer');
  });

  test('is the failure itself where nothing can be asked again', async () => {
    const hurried = slow(7, { answers: true });
    const { name, operations } = hurried;
    const target: Target = {
      name,
      operations,
      call: (operation, call) => hurried.call(operation, call),
      close: () => hurried.close(),
    };
    expect((await judged(target, /^BN-3\./)).verdict).toBe('fails');
  });
});
