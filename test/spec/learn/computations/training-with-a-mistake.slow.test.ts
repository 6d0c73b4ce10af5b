/** What training with a famous mistake does, as part 8 of the page says. */
import { describe, expect, test } from 'vitest';
import plain from '../../../../impl/plain/index.ts';
import { type Consequence, consequenceOf } from '../../../../spec/learn/computations/training-with-a-mistake.ts';
import { mistakeOf, mistakes, visible } from '../../../../spec/learn/computations/mistakes.ts';
import { atOnce, type BatchNorm } from '../../../../spec/learn/network/batch-normalization.ts';
import { columnOf } from '../../../../spec/learn/network/matrix.ts';
import { mistakeEpsilon } from '../../../../spec/learn/worker-tasks.ts';
import type { Tensor } from '../../../../spec/terms/contract.ts';

const consequences = new Map<string, Consequence>();

/** Each is computed once. */
function after(id: string): Consequence {
  const known = consequences.get(id);
  if (known) return known;
  // Mistakes are made in the plain implementation: beside it all else is the same, bit for bit.
  const implementation = id === 'right' ? plain : mistakeOf(id).implementation;
  const found = consequenceOf(atOnce(implementation), 1, mistakeEpsilon);
  consequences.set(id, found);
  return found;
}

const last = (losses: readonly number[]): number => losses.at(-1)!;

describe('in a small network', () => {
  test('learns the parabola when nothing is wrong', () => {
    const { training, inference } = after('right');
    expect(last(training)).toBeLessThan(training[0] / 10);
    expect(last(inference)).toBeLessThan(inference[0] / 10);
  });

  test('trains perfectly and fails in use where only inference is wrong', () => {
    for (const id of ['RS10', 'MD01', 'IF04a']) {
      expect(after(id).training).toEqual(after('right').training);
      expect(last(after(id).inference)).toBeGreaterThan(10 * last(after('right').inference));
    }
  });

  test('answers one number for everything with the statistics of single samples', () => {
    expect(new Set(after('MD01').fit).size).toBe(1);
  });

  test('hardly shows most mistakes in the loss of training, and learns in spite of them', () => {
    const right = after('right').training;
    // A tenth of the first loss is a few pixels.
    const hidden = mistakes.filter(({ id }) =>
      after(id).training.every((loss, epoch) => Math.abs(loss - right[epoch]) < right[0] / 10),
    );
    expect(hidden.length).toBeGreaterThan(mistakes.length / 2);
    for (const { id } of hidden) expect(last(after(id).training)).toBeLessThan(right[0] / 10);
  });

  test('still trains when a term of dx is forgotten', () => {
    for (const id of ['BW01', 'BW02', 'BW03']) {
      expect(last(after(id).training)).toBeLessThan(after(id).training[0] / 10);
    }
  });

  test('learns more slowly when the mean stays', () => {
    for (const [epoch, loss] of after('ST07a').training.entries()) {
      if (epoch > 0) expect(loss).toBeGreaterThan(after('right').training[epoch]);
    }
  });
});

/** Each sentence that the page says of a mistake beside its name, on one unit. */
describe('what is said of a mistake', () => {
  const one = (value: number): Tensor => ({ dtype: 'float32', shape: [1], data: Float32Array.of(value) });
  const values = (tensor: Tensor | undefined): number[] => Array.from(tensor!.data as Float32Array);
  const right = atOnce(plain);
  const wrong = (id: string): BatchNorm => atOnce(mistakeOf(id).implementation);
  const x = columnOf([1, 2, 4, 9]);
  const forward = { x, gamma: one(1.5), beta: one(0.5), epsilon: 0.25, momentum: 0.25, axis: 1 };
  const backward = { ...forward, dy: columnOf([1, -0.5, 0.25, 2]) };
  const running = { runningMean: one(1), runningVar: one(3) };
  const given = { mean: one(1), variance: one(3) };
  /** The largest difference, as a share of the largest value. */
  const apart = (a: readonly number[], b: readonly number[]): number =>
    Math.max(...a.map((value, i) => Math.abs(value - b[i]))) / Math.max(...b.map(Math.abs));
  const ys = (by: BatchNorm, call: typeof forward): number[] => values(by.trainForward(call).y);

  test('EP01a: nearly the same for a large variance, and not for a small one', () => {
    const away = (size: number): number => {
      const call = { ...forward, x: columnOf([1, 2, 4, 9].map((value) => size * value)) };
      return apart(ys(wrong('EP01a'), call), ys(right, call));
    };
    expect(away(0.1)).toBeGreaterThan(visible);
    expect(away(100)).toBeLessThan(visible);
  });

  test('EP02a: harmless until a unit gives one value for a whole batch', () => {
    const call = { ...forward, epsilon: 1e-5 };
    expect(apart(ys(wrong('EP02a'), call), ys(right, call))).toBeLessThan(visible);
    const constant = { ...call, x: columnOf([3, 3, 3, 3]) };
    expect(ys(right, constant).every(Number.isFinite)).toBe(true);
    expect(ys(wrong('EP02a'), constant).every(Number.isFinite)).toBe(false);
  });

  test('ST01a: the root of m - 1 in place of that of m', () => {
    const call = { ...forward, epsilon: 0, beta: one(0) };
    const scaled = ys(right, call).map((y) => y * Math.sqrt(3 / 4));
    expect(apart(ys(wrong('ST01a'), call), scaled)).toBeLessThan(visible);
    expect(apart(ys(wrong('ST01a'), call), ys(right, call))).toBeGreaterThan(visible);
  });

  test('ST07a: scaled, not moved to 0, which a shift repairs', () => {
    const correct = ys(right, forward);
    const found = ys(wrong('ST07a'), forward);
    const shift = found[0] - correct[0];
    expect(shift).toBeGreaterThan(1);
    const shifted = correct.map((y) => y + shift);
    expect(apart(found, shifted)).toBeLessThan(visible);
  });

  test('RS01: a weight of w becomes 1 - w', () => {
    const call = { ...forward, ...running };
    expect(wrong('RS01').trainForward(call)).toEqual(right.trainForward({ ...call, momentum: 0.75 }));
  });

  test('RS02: off by the factor (m - 1) / m, which no large batch shows', () => {
    const variance = (by: BatchNorm, m: number): number[] => {
      const batch = columnOf(Array.from({ length: m }, (_, i) => i % 2));
      return values(by.trainForward({ ...forward, ...running, x: batch, momentum: 1 }).runningVar);
    };
    expect(variance(wrong('RS02'), 2)[0]).toBe(variance(right, 2)[0] / 2);
    expect(apart(variance(wrong('RS02'), 4096), variance(right, 4096))).toBeLessThan(visible);
  });

  test('RS10: what the network was born with stays', () => {
    const { runningMean, runningVar } = wrong('RS10').trainForward({ ...forward, ...running });
    expect([...values(runningMean), ...values(runningVar)]).toEqual([1, 3]);
  });

  test('MD01: a single point is its own mean', () => {
    const answer = (by: BatchNorm, value: number): number[] =>
      values(by.inferForward({ ...forward, ...given, x: columnOf([value]) }).y);
    expect(answer(wrong('MD01'), 7)).toEqual(answer(wrong('MD01'), -3));
    expect(answer(right, 7)).not.toEqual(answer(right, -3));
  });

  test('MD02a: training normalizes with what was collected', () => {
    const { y } = wrong('MD02a').trainForward({ ...forward, ...running });
    expect(values(y)).toEqual(values(right.inferForward({ ...forward, ...given }).y));
  });

  test('IF04a: training is right, and use takes the variance for its root', () => {
    expect(wrong('IF04a').trainForward(forward)).toEqual(right.trainForward(forward));
    const call = { ...forward, ...given, epsilon: 0 };
    const found = values(wrong('IF04a').inferForward(call).y);
    expect(apart(found, values(right.inferForward({ ...call, variance: one(9) }).y))).toBeLessThan(visible);
    expect(apart(found, values(right.inferForward(call).y))).toBeGreaterThan(visible);
  });

  test('AF02b: not to be seen while β is 0', () => {
    const call = { ...forward, ...given };
    const unshifted = { ...call, beta: one(0) };
    expect(wrong('AF02b').inferForward(unshifted)).toEqual(right.inferForward(unshifted));
    expect(wrong('AF02b').inferForward(call)).not.toEqual(right.inferForward(call));
  });

  test('BW01: statistics as constants', () => {
    const { mean, variance } = right.trainForward(forward);
    const constant = values(right.inferBackward({ ...backward, mean: mean!, variance: variance! }).dx);
    const { dx } = wrong('BW01').trainBackward(backward);
    expect(apart(values(dx), constant)).toBeLessThan(visible);
    expect(apart(values(dx), values(right.trainBackward(backward).dx))).toBeGreaterThan(visible);
  });

  test.each([
    ['BW02', 'stretches', (i: number): number => x.data[i] - 4],
    ['BW03', 'shifts', (): number => 1],
  ] as const)('%s: %s the batch for nothing', (id, _, direction) => {
    const step = (by: BatchNorm): number => {
      const dx = values(by.trainBackward({ ...backward, epsilon: 1e-5 }).dx);
      const sum = dx.reduce((total, g, i) => total + g * direction(i), 0);
      return Math.abs(sum) / Math.max(...dx.map((g, i) => Math.abs(g * direction(i))));
    };
    expect(step(right)).toBeLessThan(visible);
    expect(step(wrong(id))).toBeGreaterThan(visible);
  });

  test('BW05a: not to be seen while γ is 1', () => {
    const unscaled = { ...backward, gamma: one(1) };
    expect(wrong('BW05a').trainBackward(unscaled)).toEqual(right.trainBackward(unscaled));
    expect(wrong('BW05a').trainBackward(backward)).not.toEqual(right.trainBackward(backward));
  });
});
