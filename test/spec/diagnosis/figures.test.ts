/** The numbers that decoders give as evidence, and where they draw the line: hand-made calls with known answers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { close, perChannel } from '../../../spec/diagnosis/channel-data.ts';
import { decodeForward } from '../../../spec/diagnosis/forward.ts';
import { regress } from '../../../spec/accuracy/least-squares.ts';
import { decodeRunning, type Update } from '../../../spec/diagnosis/running.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Diagnosis } from '../../../spec/report/report.ts';
import type { Truth } from '../../../spec/terms/truth.ts';
import { tensor } from '../../../spec/terms/tensor.ts';

const claims = resolveClaims(implementationOf('').claims);

/** What is read from one or more channels of y, given by their values. */
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
  test('the denominator of each channel stands beside v + epsilon', () => {
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

describe('where y is no affine function, the wrong positions are told', () => {
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

describe('of the running variance', () => {
  /** Two calls on data of variance 4 in four values; the new statistic enters with the weight. */
  const updated = (weight: number, statistic: number, changes: Partial<Update> = {}): Update => {
    const old = [1, 4] as const;
    const after = (value: number): number => (1 - weight) * value + weight * statistic;
    return { old, result: [after(1), after(4)], momentum: 0.25, epsilon: 0.5, variance: 4, m: 4, ...changes };
  };
  const biased = { ...claims, runningVariance: 'biased' } as const;

  test('statistic and weight are told as measured', () => {
    expect(decodeRunning(updated(0.25, 4), claims)).toEqual({
      id: 'RS02',
      says: 'The running variance is updated with the biased variance.',
      evidence: 'it is updated with 4; the variance is 4, unbiased 5.333',
    });
    expect(decodeRunning(updated(0.25, 16 / 3), biased)).toEqual({
      id: 'RS03',
      says: 'The running variance is updated with the unbiased variance.',
      evidence: 'it is updated with 5.333; the variance is 4, unbiased 5.333',
    });
    expect(decodeRunning(updated(0.75, 16 / 3), claims)).toMatchObject({
      id: 'RS01',
      evidence: 'the new statistic enters with weight 0.75, momentum is 0.25',
    });
  });

  test('a weight below a thousandth is none', () => {
    expect(decodeRunning(updated(0, 4), claims)?.id).toBe('RS10');
    expect(decodeRunning(updated(-0.0005, 4), claims)?.id).toBe('RS10');
    expect(decodeRunning(updated(0.0005, 4), claims)?.id).toBe('RS10');
    expect(decodeRunning(updated(0.002, 4), claims)?.id).toBe('weight');
    expect(decodeRunning(updated(-0.002, 4), claims)?.id).toBe('weight');
  });

  test('of one value per channel, which is 0, there is no other', () => {
    expect(decodeRunning(updated(0.25, 0, { variance: 0, m: 1 }), claims)).toBeUndefined();
    expect(decodeRunning(updated(0.25, 0, { variance: 0, m: 1 }), biased)).toBeUndefined();
  });

  test('of two values per channel, the unbiased one is twice the other', () => {
    expect(decodeRunning(updated(0.25, 8, { m: 2 }), claims)).toBeUndefined();
    expect(decodeRunning(updated(0.25, 4, { m: 2 }), claims)?.evidence).toBe(
      'it is updated with 4; the variance is 4, unbiased 8',
    );
  });
});

describe('numbers of a channel', () => {
  test('that are not given are the usual ones, one for each channel', () => {
    expect(perChannel(undefined, 3, 1)).toEqual([1, 1, 1]);
    expect(perChannel(tensor('float32', [2], [5, 6]), 2, 1)).toEqual([5, 6]);
  });

  test('are close within a thousandth of the larger', () => {
    expect(close(1000, 999)).toBe(true);
    expect(close(999, 1000)).toBe(true);
    expect(close(-1000, -999)).toBe(true);
    expect(close(1000, 998.9)).toBe(false);
    expect(close(0, 0)).toBe(true);
    expect(close(0, 1e-9)).toBe(false);
    expect(close(1, Number.NaN)).toBe(false);
  });
});

describe('a regression', () => {
  test('takes columns that have nothing in common', () => {
    const fit = regress(
      [7, 3, 5, -5],
      [
        [1, 1, 0, 0],
        [1, -1, 0, 0],
        [0, 0, 1, -1],
      ],
    );
    expect(fit).toEqual({ k: [5, 2, 5], residual: 0 });
  });

  test('finds the coefficients of columns of any scale and order', () => {
    const m = 12;
    const columns = [
      Array.from({ length: m }, () => 1),
      Array.from({ length: m }, (_, i) => i - 5),
      Array.from({ length: m }, (_, i) => 100 * i + ((i * i) % 5)),
    ];
    const weights = fc.tuple(
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: -9, max: 9 }),
    );
    fc.assert(
      fc.property(weights, fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), (k, order) => {
        const y = columns[0].map((_, i) => k.reduce((sum, weight, j) => sum + weight * columns[j][i], 0));
        const fit = regress(
          y,
          order.map((j) => columns[j]),
        );
        order.forEach((j, place) => expect(fit?.k[place]).toBeCloseTo(k[j], 5));
      }),
    );
  });
});
