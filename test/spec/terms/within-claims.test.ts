/** Which calls an implementation claims to support, and the first reason why it does not. */
import { expect, test } from 'vitest';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import type { Claims, TrainForward } from '../../../spec/terms/contract.ts';
import { profiles } from '../../../spec/terms/profiles.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { outsideClaims, parameterTypes } from '../../../spec/terms/within-claims.ts';

const call = callOf.trainForward(scenarioOf(profiles.pytorch, { shape: [4, 3], axis: 1, epsilon: 0.25 }));
const without = (...names: (keyof TrainForward)[]): TrainForward =>
  Object.fromEntries(Object.entries(call).filter(([name]) => !names.some((each) => each === name))) as never;

/** A call on doubles. */
const wide: TrainForward = { x: tensor('float64', [2, 1], [1, 2]), axis: 1, epsilon: 0.25, momentum: 0.25 };

test.each<[Partial<Claims>, TrainForward, string | undefined]>([
  [{ dtypes: ['float64'] }, { ...wide, epsilon: 0.1, momentum: 0.1 }, undefined],
  [{ dtypes: ['float64'], scalars: 'float32' }, wide, undefined],
  [
    { dtypes: ['float64'], scalars: 'float32' },
    { ...wide, epsilon: 0.1 },
    'epsilon 0.1 is no float32, in which it is claimed to be kept',
  ],
  [
    { dtypes: ['float64'], scalars: 'float32' },
    { ...wide, momentum: 0.1 },
    'momentum 0.1 is no float32, in which it is claimed to be kept',
  ],
  [{ dtypes: ['float64'], scalars: 'float32', momenta: [0.1] }, { ...wide, momentum: 0.1 }, undefined],
  [{ scalars: 'float32' }, { ...call, epsilon: 0.1 }, undefined],
  [{}, call, undefined],
  [{}, without('gamma', 'runningVar'), undefined],
  [{ ranks: [4] }, call, 'rank 2 is not claimed'],
  [{}, { ...call, axis: 0 }, 'axis 0 of rank 2 is not claimed'],
  [{ channelAxis: 'any' }, { ...call, axis: 0 }, undefined],
  [{ dtypes: ['float16'] }, call, 'x of type float32 is not claimed'],
  [
    { ownParameters: false, parameterDtypes: ['float64'] },
    call,
    'gamma of type float32 next to x of type float32 is not claimed',
  ],
  [{ ownParameters: false, parameterDtypes: ['float32'] }, call, undefined],
  [{ minEpsilon: 0.5 }, call, 'epsilon 0.25 is less than the least claimed, 0.5'],
  [{ epsilons: [0.5, 1e-3] }, call, 'epsilon 0.25 is none of those claimed'],
  [{ epsilons: [0.25], momenta: [0.25] }, call, undefined],
  [{ momenta: [0.75] }, call, 'momentum 0.25 is none of those claimed'],
  [{ affine: 'none' }, call, 'gamma and beta are not claimed'],
  [{ affine: 'none' }, without('gamma', 'beta'), undefined],
  [{ affine: 'together' }, without('gamma'), 'gamma or beta alone is not claimed'],
  [{ affine: 'together' }, without('gamma', 'beta'), undefined],
  [{ affine: 'required' }, without('beta'), 'a call without gamma or without beta is not claimed'],
  [{ statistics: 'together' }, without('runningMean'), 'one running statistic alone is not claimed'],
  [{ statistics: 'together' }, without('runningMean', 'runningVar'), undefined],
])('of %o', (stated, given, reason) => {
  expect(outsideClaims('trainForward', given, { ...profiles.pytorch, ...stated })).toBe(reason);
});

test('an operation without beta is asked for gamma alone', () => {
  const saved = callOf.savedBackward(scenarioOf(profiles.pytorch, { shape: [4, 3], axis: 1 }));
  for (const affine of ['together', 'required', 'each'] as const) {
    expect(outsideClaims('savedBackward', saved, { ...profiles.pytorch, affine })).toBeUndefined();
  }
});

test('vectors have the type of x and those claimed beside it, or only the latter', () => {
  const parameterDtypes = ['float32', 'float16'] as const;
  expect(parameterTypes('float16', { parameterDtypes, ownParameters: true })).toEqual(['float16', 'float32']);
  expect(parameterTypes('float16', { parameterDtypes, ownParameters: false })).toEqual(['float32', 'float16']);
  expect(parameterTypes('bfloat16', { parameterDtypes, ownParameters: false })).toEqual(['float32', 'float16']);
});
