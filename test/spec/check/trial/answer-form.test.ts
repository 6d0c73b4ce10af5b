/** Which element types statistics may have. */
import { describe, expect, test } from 'vitest';
import { misformed } from '../../../../spec/check/trial/answer-form.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import type { DType, TrainForward } from '../../../../spec/terms/contract.ts';
import { tensor } from '../../../../spec/terms/tensor.ts';

const vector = (dtype: DType) => tensor(dtype, [2], [1, 2]);
const x = (dtype: DType) => tensor(dtype, [1, 2], [1, 2]);
const call: TrainForward = { x: x('float16'), epsilon: 1, momentum: 0.5, axis: 1 };
const types: readonly DType[] = ['float16', 'bfloat16', 'float32', 'float64'];

const accepted = (given: TrainForward, accumulate: DType): DType[] =>
  types.filter(
    (type) => misformed('trainForward', 'mean', vector(type), given, resolveClaims({ accumulate })) === undefined,
  );

describe('statistics have', () => {
  test('the type of the running statistics', () => {
    expect(accepted({ ...call, runningVar: vector('float64') }, 'float16')).toEqual(['float64']);
  });

  test('without them that of the arithmetic, or float32 where that is narrower', () => {
    expect(accepted(call, 'float32')).toEqual(['float32']);
    expect(accepted(call, 'float64')).toEqual(['float64']);
    expect(accepted(call, 'float16')).toEqual(['float16', 'float32']);
    expect(accepted({ ...call, x: x('float32') }, 'bfloat16')).toEqual(['bfloat16', 'float32']);
  });
});
