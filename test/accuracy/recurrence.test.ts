/**
 * The theorems of BN-12 on mean and variance, to first order: each rounding is moved by itself, and the sum of what that
 * changes is the worst that all of them together can do. Data on which it is largest were searched for.
 */
import { describe, expect, test } from 'vitest';
import { constantK } from '../../spec/accuracy/grade.ts';

/** Is told each result of an operation, and gives back what it is rounded to. */
type Rounding = (value: number) => number;
type Moments = (x: readonly number[], r: Rounding) => { mean: number; variance: number };

const twoPass: Moments = (x, r) => {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => r(total + value));
  const mean = r(sum(x) / x.length);
  const squares = x.map((value) => {
    const d = r(value - mean);
    return r(d * d);
  });
  return { mean, variance: r(sum(squares) / x.length) };
};

function welford(x: readonly number[], r: Rounding): { mean: number; squares: number } {
  let [mean, squares] = [x[0], 0];
  for (let k = 1; k < x.length; k++) {
    const delta = r(x[k] - mean);
    mean = r(mean + r(delta / (k + 1)));
    squares = r(squares + r(delta * r(x[k] - mean)));
  }
  return { mean, squares };
}

const recurrence: Moments = (x, r) => {
  const { mean, squares } = welford(x, r);
  return { mean, variance: r(squares / x.length) };
};

/** Blocks by Welford, merged one after the other (Chan, Golub and LeVeque). */
const merged =
  (size: number): Moments =>
  (x, r) => {
    let total = { ...welford(x.slice(0, size), r), n: Math.min(size, x.length) };
    for (let from = size; from < x.length; from += size) {
      const block = x.slice(from, from + size);
      const { mean, squares } = welford(block, r);
      const n = total.n + block.length;
      const delta = r(mean - total.mean);
      const between = r(r(delta * delta) * r(r(total.n * block.length) / n));
      total = {
        n,
        mean: r(total.mean + r(delta * r(block.length / n))),
        squares: r(r(total.squares + squares) + between),
      };
    }
    return { mean: total.mean, variance: r(total.squares / x.length) };
  };

/** Far above the roundoff of doubles, and so small that its square does not count. */
const step = 2 ** -26;

/** By how many u mean and variance may be off. */
function worst(moments: Moments, x: readonly number[]): { mean: number; variance: number } {
  let roundings = 0;
  const exact = moments(x, (value) => {
    roundings += 1;
    return value;
  });
  let [mean, variance] = [0, 0];
  for (let moved = 0; moved < roundings; moved++) {
    let at = 0;
    const { mean: m, variance: v } = moments(x, (value) => (at++ === moved ? value * (1 + step) : value));
    mean += Math.abs(m - exact.mean) / step;
    variance += Math.abs(v - exact.variance) / step;
  }
  return { mean, variance };
}

/** Everything in one value, first, second or last; two levels; a slope; each beside offsets. */
function data(m: number): number[][] {
  const from = (value: (i: number) => number): number[] => Array.from({ length: m }, (_, i) => value(i));
  const shapes = [
    (i: number) => Number(i === 0),
    (i: number) => Number(i === 1),
    (i: number) => Number(i === m - 1),
    (i: number) => (-1) ** i,
    (i: number) => (2 * i < m ? 1 : -1),
    (i: number) => i / m,
    (i: number) => 1 / (i + 1),
    (i: number) => Math.sin(1.7 * i * i),
  ];
  return [0, 1, 30].flatMap((offset) => shapes.map((shape) => from((i) => offset + shape(i))));
}

const sizes = [2, 3, 4, 7, 8, 9, 15, 16, 31, 32, 64];

describe.each([
  ['two passes', twoPass],
  ['Welford’s recurrence', recurrence],
  ['blocks of two, merged', merged(2)],
  ['blocks of five, merged', merged(5)],
] as const)('%s', (_, moments) => {
  test.each(sizes)('of %d values stays within the bounds of mean and variance', (m) => {
    const K = constantK(m, 'any-order');
    for (const x of data(m)) {
      const A = x.reduce((sum, value) => sum + Math.abs(value), 0) / m;
      const exact = moments(x, (value) => value);
      const s = Math.sqrt(Math.max(0, exact.variance));
      const { mean, variance } = worst(moments, x);
      const rounding = 1 + 2 ** -10;
      expect(mean).toBeLessThanOrEqual(K * A * rounding);
      // Of 2st + t², with t = K·u·(s + A), what is of first order.
      expect(variance).toBeLessThanOrEqual(2 * K * s * (s + A) * rounding + 2 ** -20);
    }
  });
});

test('Welford’s mean needs m - 1 roundings and twice the harmonic number, where all lies in the first value', () => {
  for (const m of sizes) {
    let harmonic = 0;
    for (let k = 1; k < m; k++) harmonic += 1 / k;
    const needed = m * worst(recurrence, [1, ...Array.from<number>({ length: m - 1 }).fill(0)]).mean;
    expect(needed / (m - 1 + 2 * harmonic)).toBeCloseTo(1, 5);
  }
});

test('K covers m - 1 and twice the harmonic number of m - 1 for every m', () => {
  let harmonic = 0;
  for (let m = 1; m <= 2 ** 20; m++) {
    const K = constantK(m, 'any-order');
    if (!(K >= m - 1 + 2 * harmonic && Number.isInteger(K))) expect.fail(`m = ${m}: ${K}`);
    harmonic += 1 / m;
  }
  expect(sizes.slice(0, 4).map((m) => constantK(m, 'any-order'))).toEqual([6, 7, 8, 11]);
});
