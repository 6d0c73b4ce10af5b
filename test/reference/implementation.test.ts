/** The reference as an implementation: types, purity, conventions, any channel axis. */
import { describe, expect, test } from 'vitest';
import implementation, { referenceImplementation } from '../../reference/implementation.ts';
import { defaultConventions } from '../../spec/terms/profiles.ts';
import { reference } from '../../reference/oracle.ts';
import type { DType, Tensor, TrainForward, TrainForwardResult } from '../../spec/terms/contract.ts';
import { dtypes } from '../../spec/terms/dtype.ts';
import { operations, type Operation } from '../../spec/terms/operations.ts';
import { copyOf, sameBits, tensor } from '../../spec/terms/tensor.ts';
import { adversarial, type Case } from './support/adversarial.ts';

const first = <O extends Operation>(operation: O): Case<O> => {
  for (const found of adversarial(11)) if (found.operation === operation) return found as unknown as Case<O>;
  throw new Error('unreachable');
};
const run = (call: TrainForward, made = implementation): TrainForwardResult =>
  made.trainForward?.(call) as TrainForwardResult;

const x = (dtype: DType): Tensor => tensor(dtype, [2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 9, 9, 10, 11, 12]);
const three = (dtype: DType): Tensor => tensor(dtype, [3], [1, 2, 3]);
const call = (dtype: DType, more: Partial<TrainForward> = {}): TrainForward => ({
  x: x(dtype),
  epsilon: 1e-5,
  momentum: 0.25,
  axis: 1,
  ...more,
});

test('it claims everything that can be asked, exactly, under the conventions it was made with', () => {
  const conventions = { momentumWeights: 'old', runningVariance: 'biased' } as const;
  expect(referenceImplementation(conventions)).toMatchObject({
    name: 'reference',
    claims: {
      ...conventions,
      dtypes,
      parameterDtypes: dtypes,
      ranks: [2, 3, 4, 5, 6, 7, 8],
      channelAxis: 'any',
      affine: 'each',
      minEpsilon: 0,
      singleValue: 'defined',
      accumulate: 'float32',
      subnormals: 'kept',
      deterministic: true,
      grade: 'exact',
    },
  });
  expect(implementation.claims).toMatchObject(defaultConventions);
});

describe('element types of the outputs', () => {
  test.each(dtypes)('y has the type of x, %s; statistics have the precision of sums', (dtype) => {
    const result = run(call(dtype));
    const sums = dtype === 'float64' ? 'float64' : 'float32';
    expect([result.y, result.mean, result.variance, result.invStd].map((t) => t?.dtype)).toEqual([
      dtype,
      sums,
      sums,
      sums,
    ]);
    expect(result.runningMean).toBeUndefined();
  });

  test('statistics have the type of the running statistics, which keep theirs', () => {
    const result = run(call('bfloat16', { runningMean: three('float16'), runningVar: three('float64') }));
    expect(result.mean?.dtype).toBe('float16');
    expect(result.runningMean?.dtype).toBe('float16');
    expect(result.runningVar?.dtype).toBe('float64');
  });

  test('dγ and dβ have the type of γ, else of x', () => {
    const dy = x('float16');
    const given = implementation.trainBackward?.({ ...call('float16'), dy, gamma: three('float32') });
    expect(given).toMatchObject({
      dx: { dtype: 'float16' },
      dgamma: { dtype: 'float32' },
      dbeta: { dtype: 'float32' },
    });
    const alone = implementation.trainBackward?.({ ...call('float16'), dy });
    expect(alone).toMatchObject({ dgamma: { dtype: 'float16' }, dbeta: { dtype: 'float16' } });
  });
});

test('every operation is offered and rounds what the reference answers', () => {
  for (const operation of operations) {
    const { call: given, conventions } = first(operation);
    const results = (
      referenceImplementation(conventions)[operation] as unknown as (c: unknown) => Record<string, Tensor>
    )(given);
    const { outputs } = reference.answer(operation, given, conventions);
    expect(Object.keys(results)).toEqual(Object.keys(outputs));
  }
});

test('conventions: which weight is new, and which variance', () => {
  const running = { runningMean: three('float64'), runningVar: three('float64') };
  const result = (momentumWeights: 'new' | 'old', runningVariance: 'unbiased' | 'biased'): number[] => {
    const { runningMean, runningVar } = run(
      call('float64', running),
      referenceImplementation({ momentumWeights, runningVariance }),
    );
    return [runningMean?.data[0] ?? NaN, runningVar?.data[0] ?? NaN];
  };
  // Channel 0 holds 1, 2, 7, 9: mean 4.75, variance 11.1875, unbiased 11.1875·4/3; the old values are 1.
  expect(result('new', 'biased')).toEqual([0.75 + 4.75 / 4, 0.75 + 11.1875 / 4]);
  expect(result('old', 'biased')).toEqual([0.25 + 4.75 * 0.75, 0.25 + 11.1875 * 0.75]);
  expect(result('new', 'unbiased')[1]).toBeCloseTo(0.75 + (11.1875 * 4) / 3 / 4, 14);
});

test('one value per channel: y is β, the variance 0, and the running variance takes it as it is', () => {
  const given = { ...call('float32'), x: tensor('float32', [1, 3], [4, 5, 6]), runningVar: three('float32') };
  const { y, variance, runningVar } = run(given);
  expect(Array.from(y.data)).toEqual([0, 0, 0]);
  expect(Array.from(variance?.data ?? [])).toEqual([0, 0, 0]);
  expect(Array.from(runningVar?.data ?? [])).toEqual([0.75, 1.5, 2.25]);
});

test('the channel axis may be any: moving it moves the answer', () => {
  const first = { ...call('float32'), gamma: three('float32') };
  const last: TrainForward = {
    ...first,
    x: tensor('float32', [2, 2, 3], [1, 3, 5, 2, 4, 6, 7, 9, 11, 9, 10, 12]),
    axis: 2,
  };
  const [a, b] = [run(first), run(last)];
  for (let n = 0; n < 2; n++) {
    for (let c = 0; c < 3; c++) {
      for (let s = 0; s < 2; s++) expect(b.y.data[(n * 2 + s) * 3 + c]).toBe(a.y.data[(n * 3 + c) * 2 + s]);
    }
  }
});

test('inputs come back unchanged, and what is done to them later changes no answer', () => {
  const given = call('float32', { gamma: three('float32') });
  const before = copyOf(given.x);
  const { y } = reference.answer('trainForward', given, defaultConventions).outputs;
  const expected = run(given).y;
  expect(sameBits(given.x, before)).toBe(true);
  given.x.data.fill(0);
  given.gamma?.data.fill(0);
  expect(y && sameBits(y.round('float32'), expected)).toBe(true);
  expect(Array.from(y?.hi ?? [], Math.fround)).toEqual(Array.from(expected.data));
});

test('65,536 values that float32 sums would swallow', () => {
  const m = 2 ** 16;
  const data = new Float32Array(m).fill(2 ** 24);
  data[0] += 2;
  const { mean, variance } = run({ ...call('float32'), x: { dtype: 'float32', shape: [m, 1], data } });
  expect(mean?.data[0]).toBe(2 ** 24);
  expect(variance?.data[0]).toBe(Math.fround((4 / m) * (1 - 1 / m)));
});

test('a single value moves the running variance by nothing but its weight', () => {
  const single = { x: tensor('float32', [1, 1], [5]), epsilon: 1, momentum: 0.25, axis: 1 };
  const { runningVar } = run({ ...single, runningVar: tensor('float32', [1], [8]) });
  expect(runningVar?.data[0]).toBe(6);
});
