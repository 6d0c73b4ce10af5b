/** A whole run names the mistake: from the whole bank, from decoders where the bank is empty, or as another convention. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import type { Steps } from '../../../impl/plain/steps.ts';
import { reference } from '../../../reference/oracle.ts';
import { wiring } from '../../../spec/wiring.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Diagnosis } from '../../../spec/report/report.ts';
import { run } from '../../../spec/check/run.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const pytorch = { momentumWeights: 'new', runningVariance: 'unbiased' } as const;

async function diagnosisOf(
  implementation: Implementation,
  bank: readonly Mutant[],
  pattern: RegExp = /^BN-(4|6|7|8|9)\./,
): Promise<readonly Diagnosis[]> {
  const report = await run(targetOf(implementation), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: 1,
    runs: 15,
    clauses: clauses.filter(({ id }) => pattern.test(id)),
    command: '',
    diagnosis: { bank: () => Promise.resolve(bank) },
  });
  return report.diagnosis;
}

describe('from the bank', () => {
  // One of each kind: formula, running statistics, gradient, affine, layout.
  test.each(['ST01', 'EP01', 'RS01', 'BW02', 'AF01', 'ST04'])('%s is named first', async (row) => {
    const bank = await wiring.bank(pytorch);
    const mutant = bank.find(({ id }) => id.startsWith(row));
    if (mutant === undefined) throw new Error(`no mutant ${row}`);
    const [first] = await diagnosisOf(mutant.implementation, bank);
    expect(first).toMatchObject({ id: mutant.id, says: mutant.says });
    expect(first.evidence).toMatch(/agrees with this mistake on all (\d+) results of \d+ probe calls/);
  });

  test('what conforms is not diagnosed', async () => {
    const bank = await wiring.bank(pytorch);
    expect(await diagnosisOf(implementationOf('right'), bank)).toEqual([]);
  });
});

test('what answers invalid calls, too, is diagnosed by the valid ones', async () => {
  const strict = implementationOf('', { inverseStd: (v, e) => 1 / (Math.sqrt(v) + e) });
  const lenient: Implementation = {
    ...strict,
    trainForward: (call) => (call.epsilon < 0 ? undefined : strict.trainForward?.(call)) ?? { y: call.x },
  };
  const found = await diagnosisOf(lenient, [], /^BN-13\.9$/);
  expect(found.map(({ id }) => id)).toContain('EP01');
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
