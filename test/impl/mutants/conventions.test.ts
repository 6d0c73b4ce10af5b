/** Mutants under other conventions than pytorch’s: they follow them apart from their mistake, and the mistake is the other choice. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Implementation, Tensor, TrainForwardResult } from '../../../spec/terms/contract.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';
import { freshMutant, mutantUnder } from './bank.ts';

const keras = { momentumWeights: 'old', runningVariance: 'biased' } as const;
const claims = resolveClaims(implementationOf('').claims);
const call = callOf.trainForward(scenarioOf(claims, { shape: [4, 2, 3], axis: 1, momentum: 0.25 }));

const trained = async (implementation: Implementation): Promise<TrainForwardResult> =>
  (await implementation.trainForward?.(call)) as TrainForwardResult;
const right = await trained(implementationOf('', {}, keras));
const running = ({ runningMean, runningVar }: TrainForwardResult): readonly (readonly number[])[] =>
  [runningMean, runningVar].map((t) => [...valuesOf(t as Tensor)]);

// Other steps; steps by situation; some outputs; a wrapper; another; an operation at a time.
test.each(['EP05', 'EP09b', 'ST01b', 'LY07', 'BW20a', 'AL09'])('%s claims them and follows them', async (id) => {
  const { implementation } = await mutantUnder(id, keras);
  expect(resolveClaims(implementation.claims)).toMatchObject(keras);
  expect(running(await trained(implementation))).toEqual(running(right));
});

const stateOf = async ({ implementation }: Mutant): Promise<readonly (readonly number[])[]> =>
  running(await trained(implementation));

describe('the mistake is the other choice', () => {
  test('of what momentum weighs', async () => {
    const mutant = await mutantUnder('RS01', keras);
    expect(mutant.says).toMatch(/the weight of the new value/);
    expect((await freshMutant('RS01')).says).toMatch(/the weight of the old value/);
    const other = implementationOf('', {}, { ...keras, momentumWeights: 'new' });
    expect(await stateOf(mutant)).toEqual(running(await trained(other)));
  });

  test('of the variance that is averaged: only one of the two mistakes can be made', async () => {
    const unbiased = running(await trained(implementationOf('', {}, { ...keras, runningVariance: 'unbiased' })));
    expect(await stateOf(await mutantUnder('RS03a', keras))).toEqual(unbiased);
    expect(await stateOf(await mutantUnder('RS02', keras))).toEqual(running(right));
  });

  test('of a momentum that is fixed, which is momentum and not a weight', async () => {
    const fixed = callOf.trainForward(scenarioOf(claims, { shape: [4, 2, 3], axis: 1, momentum: 0.1 }));
    const expected = await implementationOf('', {}, keras).trainForward({ ...call, momentum: 0.1 });
    expect(fixed.momentum).toBeCloseTo(0.1);
    expect(await stateOf(await mutantUnder('IF02', keras))).toEqual(running(expected));
  });
});

test('banks that are opened at once do not mix', async () => {
  const [before, old, after] = await Promise.all([
    freshMutant('RS01'),
    mutantUnder('RS01', keras),
    freshMutant('RS01'),
  ]);
  const weights = [before, old, after].map(
    ({ implementation }) => resolveClaims(implementation.claims).momentumWeights,
  );
  expect(weights).toEqual(['new', 'old', 'new']);
});
