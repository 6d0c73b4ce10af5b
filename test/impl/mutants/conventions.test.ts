/** Mutants under other conventions than pytorch’s: they follow them apart from their mistake, and the mistake is the other choice. */
import { describe, expect, test } from 'vitest';
import { allMutants, mutantOf } from '../../../impl/mutants/_bank.ts';
import RS01 from '../../../impl/mutants/RS01.ts';
import RS03a from '../../../impl/mutants/RS03a.ts';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Implementation, Tensor, TrainForwardResult } from '../../../spec/terms/contract.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';

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
  const { implementation } = (await mutantOf(id)).under(keras);
  expect(resolveClaims(implementation.claims)).toMatchObject(keras);
  expect(running(await trained(implementation))).toEqual(running(right));
});

const stateOf = async ({ implementation }: Mutant): Promise<readonly (readonly number[])[]> =>
  running(await trained(implementation));

describe('the mistake is the other choice', () => {
  test('of what momentum weighs', async () => {
    const mutant = RS01.under(keras);
    const other = implementationOf('', {}, { ...keras, momentumWeights: 'new' });
    expect(await stateOf(mutant)).toEqual(running(await trained(other)));
  });

  test('of the variance that is averaged: only one of the two mistakes can be made', async () => {
    const unbiased = running(await trained(implementationOf('', {}, { ...keras, runningVariance: 'unbiased' })));
    expect(await stateOf((await mutantOf('RS03a')).under(keras))).toEqual(unbiased);
    expect(await stateOf((await mutantOf('RS02')).under(keras))).toEqual(running(right));
  });

  test('of a momentum that is fixed, which is momentum and not a weight', async () => {
    const fixed = callOf.trainForward(scenarioOf(claims, { shape: [4, 2, 3], axis: 1, momentum: 0.1 }));
    const expected = await implementationOf('', {}, keras).trainForward({ ...call, momentum: 0.1 });
    expect(fixed.momentum).toBeCloseTo(0.1);
    expect(await stateOf((await mutantOf('IF02')).under(keras))).toEqual(running(expected));
  });
});

test('every mutant claims them, except one whose mistake needs a claim of its own', async () => {
  const claimed = (await allMutants()).map((mutant) => {
    const { momentumWeights, runningVariance } = resolveClaims(mutant.under(keras).implementation.claims);
    return { id: mutant.id, momentumWeights, runningVariance };
  });
  expect(claimed.filter(({ momentumWeights }) => momentumWeights !== 'old')).toEqual([]);
  const onnx = resolveClaims(RS03a.under().implementation.claims);
  expect(onnx.runningVariance).toBe('biased');
  expect(claimed.filter(({ runningVariance }) => runningVariance !== 'biased')).toEqual([]);
});

test('mutants of one factory do not mix conventions', () => {
  const weights = [RS01.under(), RS01.under(keras), RS01.under()].map(
    ({ implementation }) => resolveClaims(implementation.claims).momentumWeights,
  );
  expect(weights).toEqual(['new', 'old', 'new']);
});
