/** The formula of y, by its evidence: denominators of channels, or the positions that are wrong. Hand-made calls. */
import { describe, expect, test } from 'vitest';
import { decodeForward } from '../../../../spec/diagnosis/decoders/formula-of-y.ts';
import type { Diagnosis } from '../../../../spec/report/report.ts';
import { tensor } from '../../../../spec/terms/tensor.ts';
import type { Truth } from '../../../../spec/terms/truth.ts';

/** The diagnosis of one or more channels of y, given by their values. */
function seen(
  xs: readonly (readonly number[])[],
  ys: readonly (readonly number[])[],
  exact: readonly (readonly number[])[] = ys,
): Diagnosis | undefined {
  const [channels, m] = [xs.length, xs[0].length];
  const shape = [m, channels];
  const flat = (values: readonly (readonly number[])[]): number[] =>
    Array.from({ length: m * channels }, (_, i) => values[i % channels][Math.floor(i / channels)]);
  const mean = xs.map((x) => x.reduce((sum, value) => sum + value, 0) / m);
  const variance = xs.map((x, c) => x.reduce((sum, value) => sum + (value - mean[c]) ** 2, 0) / m);
  const hi = Float64Array.from(flat(exact));
  const truth: Truth = {
    outputs: { y: { shape, hi, lo: new Float64Array(hi.length), round: (dtype) => tensor(dtype, shape, hi) } },
    channel: {
      mean: Float64Array.from(mean),
      variance: Float64Array.from(variance),
      invStd: Float64Array.from(variance, (v) => 1 / Math.sqrt(v + 0.5)),
    },
  };
  const call = { x: tensor('float64', shape, flat(xs)), epsilon: 0.5, momentum: 0.25, axis: 1 };
  return decodeForward(call, tensor('float64', shape, flat(ys)), truth);
}

const alternating = [-1, 1, -1, 1];

describe('of y', () => {
  test('the denominator of each channel is reported with v + epsilon', () => {
    const diagnosis = seen(
      [alternating, alternating.map((value) => 3 * value)],
      [alternating.map((value) => value / 2), alternating.map((value) => (3 * value) / 5)],
    );
    expect(diagnosis).toMatchObject({
      id: 'denominator',
      evidence: 'y = a·x + b in every channel; (gamma / a)² is 4 while v + epsilon is 1.5; 25 while v + epsilon is 9.5',
    });
  });

  test('a formula is named only where it fits every channel', () => {
    const wide = alternating.map((value) => 3 * value);
    // Without epsilon the denominators are 1 and 9.
    expect(seen([alternating, wide], [alternating, alternating])?.id).toBe('EP02');
    expect(seen([alternating, wide], [alternating, alternating.map((value) => 2 * value)])?.id).toBe('denominator');
  });

  test('gamma and running variance that are not given count as 1 and 0', () => {
    const right = alternating.map((value) => value / Math.sqrt(1.5));
    expect(seen([alternating], [right])).toBeUndefined();
    // All that is left of the running variance is epsilon.
    expect(seen([alternating], [alternating.map((value) => value / Math.sqrt(0.5))])?.id).toBe('MD02');
  });
});

describe('where y is not an affine function, the wrong positions are reported', () => {
  const m = 20;
  const x = Array.from({ length: m }, (_, i) => (i * i) % 7);
  const right = x.map((value) => 2 * value + 1);
  /** Wrong at these positions of one channel. */
  const at = (...positions: readonly number[]): string | undefined =>
    seen([x], [right.map((value, i) => (positions.includes(i) ? 50 + 3 * i * i : value))], [right])?.evidence;

  test('the last ones, up to seven, as a tail', () => {
    expect(at(19)).toBe('channel 0: only the last 1 of 20 values are wrong (positions 19)');
    expect(at(17, 18, 19)).toBe('channel 0: only the last 3 of 20 values are wrong (positions 17, 18, 19)');
    expect(at(13, 14, 15, 16, 17, 18, 19)).toMatch(/^channel 0: only the last 7 of 20 values/);
    expect(at(12, 13, 14, 15, 16, 17, 18, 19)).toMatch(/^channel 0: 8 of 20 values/);
  });

  test('others as they lie', () => {
    expect(at(0, 19)).toBe('channel 0: 2 of 20 values are wrong (positions 0, 19)');
    expect(at(17, 18)).toBe('channel 0: 2 of 20 values are wrong (positions 17, 18)');
    expect(at(16, 18, 19)).toBe('channel 0: 3 of 20 values are wrong (positions 16, 18, 19)');
  });

  test('the first twelve of many', () => {
    const first = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
    expect(at(...first(12))).toBe(
      'channel 0: 12 of 20 values are wrong (positions 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)',
    );
    expect(at(...first(13))).toBe(
      'channel 0: 13 of 20 values are wrong (positions 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …)',
    );
  });

  test('of the first channel that is none', () => {
    const bent = right.map((value) => value * value);
    expect(seen([x, x], [right, bent], [right, right])?.evidence).toMatch(/^channel 1: /);
  });

  test('wrong is what is off by more than a thousandth of the largest exact value', () => {
    const exact = [0, 1000, -500, 0, 0, 0];
    const y = [1, 999, -501.5, 0, 0, -1.25];
    const diagnosis = seen([[1, 2, 3, 4, 5, 6]], [y], [exact]);
    expect(diagnosis?.evidence).toBe('channel 0: 2 of 6 values are wrong (positions 2, 5)');
  });

  test('there may be none, where the exact values bend as well', () => {
    const bent = x.map((value) => value * value);
    expect(seen([x], [bent])?.evidence).toBe('channel 0: 0 of 20 values are wrong (positions )');
  });

  test('in a channel of one value over and over, nothing can be fitted', () => {
    const constant = seen([[2, 2, 2]], [[0, 0, 1]], [[0, 0, 0]]);
    expect(constant?.id).toBe('not-affine');
    expect(constant?.evidence).toBe('channel 0: only the last 1 of 3 values are wrong (positions 2)');
  });
});
