/** A wrong implementation is told which mistake it most likely contains; with the bank of known mistakes or without it. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../impl/plain/implementation.ts';
import type { Steps } from '../../impl/plain/steps.ts';
import { trainGradient } from '../../impl/plain/gradient.ts';
import { reference } from '../../reference/oracle.ts';
import { wiring } from '../../spec/cli.ts';
import { clauses } from '../../spec/clauses/index.ts';
import { regress } from '../../spec/diagnosis/least-squares.ts';
import { resolveClaims } from '../../spec/profiles.ts';
import type { Diagnosis } from '../../spec/report/report.ts';
import { run } from '../../spec/run.ts';
import type { Implementation } from '../../spec/terms/contract.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { targetOf } from '../../spec/wire/in-process.ts';

async function diagnosisOf(implementation: Implementation, bank: readonly Mutant[]): Promise<readonly Diagnosis[]> {
  const report = await run(targetOf(implementation), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: 1,
    runs: 15,
    clauses: clauses.filter(({ id }) => /^BN-(4|6|7|8|9)\./.test(id)),
    command: '',
    bank: () => Promise.resolve(bank),
  });
  return report.diagnosis;
}

describe('from the bank', () => {
  // One of each kind: formula, running statistics, gradient, affine, layout.
  test.each(['ST01', 'EP01', 'RS01', 'BW02', 'AF01', 'ST04'])('%s is named first', async (row) => {
    const bank = await Promise.all(wiring.mutantIds().map((id) => wiring.mutant(id)));
    const mutant = bank.find(({ id }) => id.startsWith(row));
    if (mutant === undefined) throw new Error(`no mutant ${row}`);
    const [first] = await diagnosisOf(mutant.implementation, bank);
    expect(first).toMatchObject({ id: mutant.id, says: mutant.says });
    expect(first.evidence).toMatch(/answers (\d+) of \1 results of \d+ probe calls as this mistake does/);
  });

  test('what conforms is not diagnosed', async () => {
    const bank = await Promise.all(wiring.mutantIds().map((id) => wiring.mutant(id)));
    expect(await diagnosisOf(implementationOf('right'), bank)).toEqual([]);
  });
});

describe('from decoders, without any bank', () => {
  const wrong = (...changes: Parameters<typeof implementationOf>): Implementation => implementationOf(...changes);

  test.each([
    ['EP01', wrong('', { inverseStd: (v, e) => 1 / (Math.sqrt(v) + e) }), /outside the square root/],
    ['EP02', wrong('', { inverseStd: (v) => 1 / Math.sqrt(v) }), /leaves epsilon out/],
    ['denominator', wrong('', { inverseStd: (v, e) => 1 / Math.sqrt(3 * v + e) }), /something else/],
    ['not-affine', wrong('', { output: (x) => x * x }), /no affine function/],
    ['RS10', wrong('', { update: (old) => old }), /not updated/],
    ['RS01', wrong('', { update: (old, stat, weight) => weight * old + (1 - weight) * stat }), /inverted/],
    ['RS02', wrong('', { runningStatistic: (v) => v }), /biased/],
    ['RS15', wrong('', { runningStatistic: (v) => Math.sqrt(v) }), /standard deviation/],
    ['BW02', wrong('', { trainGradient: (g) => withoutVariance(g) }), /lacks the term of the variance/],
    [
      'gradient-terms',
      wrong('', { trainGradient: (g) => ({ ...trainGradient(g), dx: trainGradient(g).dx.map((d) => 2 * d) }) }),
      /wrong weights/,
    ],
  ])('%s', async (id, implementation, says) => {
    const found = await diagnosisOf(implementation, []);
    expect(found.map((diagnosis) => diagnosis.id)).toContain(id);
    expect(found.find((diagnosis) => diagnosis.id === id)?.says).toMatch(says);
  });

  function withoutVariance(input: Parameters<typeof trainGradient>[0]): ReturnType<typeof trainGradient> {
    const { dgamma, dbeta } = trainGradient(input);
    const { dy, gamma, invStd } = input;
    return { dx: dy.map((g) => gamma * invStd * (g - dbeta / dy.length)), dgamma, dbeta };
  }
});

describe('other conventions', () => {
  const asOnnx = {
    update: (old: number, statistic: number, weight: number) => weight * old + (1 - weight) * statistic,
    runningStatistic: (v: number) => v,
  };
  const profiles = async (implementation: Implementation): Promise<readonly string[]> =>
    (await diagnosisOf(implementation, [])).flatMap(({ id, says }) => (id === 'profile' ? [says] : []));

  test('are advised where they explain every failure', async () => {
    expect(await profiles(implementationOf('onnx', asOnnx))).toEqual([expect.stringContaining('--profile onnx')]);
  });

  test('are not advised where something else is wrong as well', async () => {
    const andWrong: Partial<Steps> = { ...asOnnx, output: (x) => 2 * x };
    expect(await profiles(implementationOf('onnx', andWrong))).toEqual([]);
  });
});

test('a regression finds the coefficients it was made of, and refuses columns that depend on each other', () => {
  const a = [1, 2, 3, 5];
  const b = [2, -1, 0, 4];
  const fit = regress(
    a.map((value, i) => 3 * value - 2 * b[i]),
    [a, b],
  );
  expect(fit?.k[0]).toBeCloseTo(3, 12);
  expect(fit?.k[1]).toBeCloseTo(-2, 12);
  expect(fit?.residual).toBeLessThan(1e-12);
  expect(regress(a, [a, a.map((value) => 2 * value)])).toBeUndefined();
});
