/** Bad input is refused by name, and nothing is written before it is. */
import { describe, expect, test } from 'vitest';
import fast, { Engine, type TrainForwardArrays } from '../../../impl/fast/index.ts';
import { callsOf } from './random-calls.ts';

const engine = new Engine({ bytes: 2 ** 20 });

function forward(changes: (call: TrainForwardArrays) => Partial<TrainForwardArrays>): () => void {
  const three = (): Float32Array => new Float32Array(3).fill(1);
  const call: TrainForwardArrays = {
    x: new Float32Array(12).fill(2),
    shape: [2, 3, 2],
    axis: 1,
    gamma: three(),
    beta: three(),
    epsilon: 1e-5,
    momentum: 0.1,
    out: { y: new Float32Array(12).fill(7), mean: three() },
  };
  const changed = { ...call, ...changes(call) };
  return () => {
    try {
      engine.trainForward(changed);
    } finally {
      expect(call.out.y.every((v) => v === 7)).toBe(true);
    }
  };
}

describe('the border', () => {
  const detached = new Float32Array(3);
  structuredClone(detached, { transfer: [detached.buffer] });
  const freed = engine.allocate(3);
  engine.free(freed);
  const shared = new Float32Array(16);

  test.each<[string, (call: TrainForwardArrays) => Partial<TrainForwardArrays>, string]>([
    ['a short gamma', () => ({ gamma: new Float32Array(2) }), '"gamma" expected 3 values for 3 channels, got 2'],
    ['a long x', () => ({ x: new Float32Array(13) }), '"x" expected 12 values for its shape, got 13'],
    ['an axis out of range', () => ({ axis: 3 }), '"axis" expected an integer from 0 to 2 for shape [2, 3, 2], got 3'],
    ['a size of 0', () => ({ shape: [2, 3, 0] }), '"shape" expected positive integers, got [2, 3, 0]'],
    ['a negative epsilon', () => ({ epsilon: -1 }), '"epsilon" expected a finite number >= 0, got -1'],
    ['a momentum above 1', () => ({ momentum: 2 }), '"momentum" expected a number from 0 to 1, got 2'],
    [
      'detached memory',
      () => ({ beta: detached }),
      '"beta" expected 3 values for 3 channels, got 0 (its memory is detached)',
    ],
    ['freed memory', () => ({ beta: freed }), '"beta" expected memory in use, got an array that was freed'],
    [
      'doubles',
      () => ({ x: new Float64Array(12) as unknown as Float32Array }),
      '"x" expected a Float32Array, got object',
    ],
    [
      'an output that overlaps an input in part',
      () => ({ x: shared.subarray(0, 12), out: { y: shared.subarray(4, 16) } }),
      '"out.y" expected memory of its own, got memory that overlaps another argument',
    ],
    [
      'two outputs in one place',
      (call) => ({ out: { ...call.out, variance: call.out.mean } }),
      '"out.mean" expected memory of its own, got memory that overlaps another argument',
    ],
    [
      'an update of nothing',
      (call) => ({ out: { ...call.out, runningMean: new Float32Array(3) } }),
      '"runningMean" expected, since its update is asked for',
    ],
  ])('refuses %s', (_, changes, message) => {
    expect(forward(changes)).toThrow(expect.objectContaining({ name: 'Rejected', message }));
  });

  test('refuses more than its memory can hold', () => {
    expect(() => engine.allocate(2 ** 20)).toThrow(expect.objectContaining({ name: 'Rejected' }));
    const wide = new Float32Array(2 ** 18);
    const y = new Float32Array(2 ** 18).fill(7);
    const call = { x: wide, shape: [1, 2 ** 18], axis: 1, epsilon: 1, momentum: 0, out: { y } };
    expect(() => engine.trainForward(call)).toThrow(/"x" expected .* bytes/);
    expect(y.every((v) => v === 7)).toBe(true);
    engine.trainForward({ ...call, x: wide.subarray(0, 64), shape: [1, 64], out: { y: y.subarray(0, 64) } });
  });

  test('refuses a second free, and arrays that are not its own', () => {
    expect(() => engine.free(freed)).toThrow(/"array" expected/);
    expect(() => engine.free(new Float32Array(3))).toThrow(/"array" expected/);
  });

  test('says which element types it offers', () => {
    const call = callsOf({ shape: [2, 3], axis: 1, offset: 0, seed: 1 }).trainForward;
    const doubles = { dtype: 'float64', shape: [2, 3], data: new Float64Array(6) } as const;
    expect(() => fast.trainForward({ ...call, x: doubles })).toThrow(
      expect.objectContaining({ name: 'Unsupported', message: '"x" expected float32, got float64' }),
    );
  });
});
