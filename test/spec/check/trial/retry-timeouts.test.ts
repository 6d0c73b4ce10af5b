/** Time alone decides nothing. */
import { describe, expect, test } from 'vitest';
import { mutantOf } from '../../../../impl/mutants/_bank.ts';
import { implementationOf } from '../../../../impl/plain/implementation.ts';
import plain from '../../../../impl/plain/index.ts';
import { plainSteps, type Steps } from '../../../../impl/plain/steps.ts';
import { reference } from '../../../../reference/oracle.ts';
import { run } from '../../../../spec/check/run.ts';
import type { RunOptions } from '../../../../spec/check/run-options.ts';
import { clauses } from '../../../../spec/clauses/index.ts';
import { inferConventions } from '../../../../spec/diagnosis/infer-conventions.ts';
import { answersTo } from '../../../../spec/diagnosis/probe-answers.ts';
import { fixedProbes } from '../../../../spec/diagnosis/probes.ts';
import type { Report } from '../../../../spec/report/report.ts';
import type { Claims, Implementation } from '../../../../spec/terms/contract.ts';
import type { Bank } from '../../../../spec/terms/mutant-bank.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';
import type { Target } from '../../../../spec/wire/target.ts';

/** Answers nothing while it is hurried: every `every`-th call. */
function slow(
  every: number,
  patient: { readonly answers: boolean },
  implementation: Implementation = plain,
): Target & { readonly asked: () => number } {
  const inner = targetOf(implementation);
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

const judged = (target: Target, pattern: RegExp, options: Partial<RunOptions> = {}): Promise<Report> =>
  run(target, {
    reference,
    claims: resolveClaims(plain.claims),
    required: 'stable',
    seed: 1,
    runs: 5,
    clauses: clauses.filter(({ id }) => pattern.test(id)),
    command: 'slow',
    ...options,
  });

const keras = { momentumWeights: 'old', runningVariance: 'biased' } as const;

const unbiased: Steps['variance'] = (x, mean) =>
  plainSteps.variance(x, mean) * (x.length > 1 ? x.length / (x.length - 1) : 1);

const withoutOneTerm: Steps['trainGradient'] = (input) => {
  const right = plainSteps.trainGradient(input);
  const { gamma, invStd, dy } = input;
  return { ...right, dx: dy.map((value) => gamma * invStd * value) };
};

const bank: Bank = async (conventions) =>
  (await Promise.all(['ST01a', 'EP01a'].map(mutantOf))).map((mutant) => mutant.under(conventions));

/** A short check, with all that is said beside the verdicts of clauses. */
const explained = (target: Target, claims: Claims): Promise<Report> =>
  judged(target, /^BN-(3\.2|3\.3|4\.1|6\.1|6\.2|8\.3)$/, { claims, diagnosis: { bank } });

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

  test.each<[string, Implementation]>([
    ['a right one', plain],
    ['a known mistake', implementationOf('ST01a', { variance: unbiased })],
    ['two mistakes of no catalogue', implementationOf('odd', { inverseStd: (v, epsilon) => 1 / (v + epsilon) })],
    ['a wrong update', implementationOf('drifts', { update: (old, statistic, weight) => old + weight * statistic })],
    ['a wrong gradient', implementationOf('lopsided', { trainGradient: withoutOneTerm })],
    ['other conventions', { ...implementationOf('keras', {}, keras), claims: {} }],
  ])('changes neither conventions nor diagnosis nor pictures: %s', async (_, implementation) => {
    const claims = resolveClaims(implementation.claims);
    const [quick, late] = [targetOf(implementation), slow(3, { answers: true }, implementation)];
    expect(await inferConventions(late, claims)).toEqual(await inferConventions(quick, claims));
    const probes = fixedProbes(claims, quick.operations);
    expect(await answersTo(late, probes)).toEqual(await answersTo(quick, probes));
    const [expected, actual] = [await explained(quick, claims), await explained(late, claims)];
    const said = ({ diagnosis }: Report): string[] => diagnosis.map(({ id, says }) => `${id}: ${says}`);
    expect(said(actual)).toEqual(said(expected));
    expect(actual.measurements.probes).toEqual(expected.measurements.probes);
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
