/** Bad input is refused at the border with a message that names the field. */
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../reference/evaluate.ts';
import implementation from '../../reference/implementation.ts';
import { defaultConventions } from '../../spec/terms/profiles.ts';
import { reference } from '../../reference/oracle.ts';
import type { DType, Tensor, TrainBackward, TrainForward } from '../../spec/terms/contract.ts';
import { operations, type Operation } from '../../spec/terms/operations.ts';
import { tensor } from '../../spec/terms/tensor.ts';

const x = tensor('float32', [2, 3], [1, 2, 3, 4, 5, 6]);
const three = tensor('float32', [3], [1, 2, 3]);
const good: TrainForward = { x, epsilon: 1e-5, momentum: 0.1, axis: 1 };

const bad: readonly (readonly [string, Partial<Record<keyof TrainForward, unknown>>])[] = [
  ['"epsilon" expected a finite number >= 0, got -1', { epsilon: -1 }],
  ['"epsilon" expected a finite number >= 0, got NaN', { epsilon: NaN }],
  ['"epsilon" expected a finite number >= 0, got Infinity', { epsilon: Infinity }],
  ['"epsilon" expected a finite number >= 0, got "1"', { epsilon: '1' }],
  ['"momentum" expected a finite number, got NaN', { momentum: NaN }],
  ['"axis" expected an integer from 0 to 1, got 2', { axis: 2 }],
  ['"axis" expected an integer from 0 to 1, got -1', { axis: -1 }],
  ['"axis" expected an integer from 0 to 1, got 0.5', { axis: 0.5 }],
  ['"gamma.shape" expected [3], one value per channel, got [2]', { gamma: tensor('float32', [2], [1, 1]) }],
  ['"beta.shape" expected [3], one value per channel, got [1, 3]', { beta: tensor('float32', [1, 3], [1, 1, 1]) }],
  ['"runningMean.shape" expected [2], one value per channel, got [3]', { axis: 0, runningMean: three }],
  ['"x" expected a tensor, got nothing', { x: undefined }],
  [
    '"x.dtype" expected one of float16, bfloat16, float32, float64, got "int8"',
    { x: { ...x, dtype: 'int8' as DType } },
  ],
  ['"x.data" expected a Uint16Array for float16, got Float32Array', { x: { ...x, dtype: 'float16' } }],
  ['"x.data" expected 8 values for shape [2, 4], got 6', { x: { ...x, shape: [2, 4] } }],
  ['"x.shape" expected positive integers, got [0, 3]', { x: { ...x, shape: [0, 3], data: new Float32Array(0) } }],
  ['"x.shape" expected positive integers, got [-2, -3]', { x: { ...x, shape: [-2, -3] } }],
  ['"x.shape" expected 2 to 8 sizes, got [6]', { x: { ...x, shape: [6] }, axis: 0 }],
  [
    '"x.shape" expected 2 to 8 sizes, got [1, 1, 1, 1, 1, 1, 1, 2, 3]',
    { x: { ...x, shape: [1, 1, 1, 1, 1, 1, 1, 2, 3] } },
  ],
];

test.each(bad)('%s', (message, change) => {
  const call = { ...good, ...change } as TrainForward;
  expect(() => implementation.trainForward?.(call)).toThrow(expect.objectContaining({ name: 'Rejected', message }));
  expect(() => reference.answer('trainForward', call, defaultConventions)).toThrow(message);
});

test('a shape may have eight sizes', () => {
  const deep = { ...x, shape: [1, 1, 1, 1, 1, 1, 2, 3] };
  const { y } = reference.answer('trainForward', { ...good, x: deep, axis: 7 }, defaultConventions).outputs;
  expect(y?.round('float32').shape).toEqual(deep.shape);
});

describe('other operations', () => {
  test('dy has the shape of x', () => {
    const call: TrainBackward = { dy: tensor('float32', [3, 2], [1, 2, 3, 4, 5, 6]), x, epsilon: 1e-5, axis: 1 };
    expect(() => implementation.trainBackward?.(call)).toThrow(
      '"dy.shape" expected [2, 3], the shape of x, got [3, 2]',
    );
  });

  test('a missing statistic', () => {
    const call = { dy: x, x, mean: three, axis: 1 } as unknown as Parameters<typeof evaluate<'savedBackward'>>[1];
    expect(() => evaluate('savedBackward', call, defaultConventions)).toThrow(
      '"invStd" expected a tensor, got nothing',
    );
  });

  test('an unknown operation', () => {
    expect(() => evaluate('forward' as Operation, good, defaultConventions)).toThrow(
      `"operation" expected one of ${operations.join(', ')}, got "forward"`,
    );
  });
});

test('a negative running variance is data, not an argument that is wrong', () => {
  const variance: Tensor = tensor('float32', [3], [-1, 1, 1]);
  const y = reference.answer('inferForward', { x, mean: three, variance, epsilon: 1e-5, axis: 1 }, defaultConventions);
  expect(y.outputs.y?.hi[0]).toBeNaN();
});
