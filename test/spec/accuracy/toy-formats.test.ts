/**
 * Formats so narrow that every channel of a few values can be tried: means and variances in all forms, products of errors included.
 * What no theorem covers (BN-12, Welford's recurrence and merged blocks) has at least this.
 */
import { expect, test } from 'vitest';
import { constantK, largestKu } from '../../../spec/accuracy/grade.ts';
import { statistics } from '../../tools/honest/forms.ts';

/** To nearest, ties to even, in p bits. Of sums, products and quotients of such numbers, rounded to a double before, the same. */
function rounding(p: number): (value: number) => number {
  return (value) => {
    const shift = value * (2 ** (53 - p) + 1);
    return shift - (shift - value);
  };
}

/** Numbers of p bits: 0, and from 1 on as many powers of two as asked, with both signs. */
function numbersOf(p: number, powers: number): number[] {
  const half = 2 ** (p - 1);
  const positive = Array.from({ length: half * powers }, (_, i) => (1 + (i % half) / half) * 2 ** Math.floor(i / half));
  return [0, ...positive, ...positive.map((value) => -value)];
}

/** The largest shares of their bounds that mean and variance take, over every channel of m values. */
function largestShares(
  name: string,
  m: number,
  p: number,
  powers: number,
): { mean: number; variance: number; count: number } {
  const { of, grade } = statistics[name];
  const numbers = numbersOf(p, powers);
  const round = rounding(p);
  const ku = constantK(m, 'any-order') * 2 ** -p;
  if (ku > largestKu) throw new RangeError(`"m" expected at most 2^(p - 1) roundings, got ${m}`);
  const x = Array.from<number>({ length: m }).fill(0);
  const shares = { mean: 0, variance: 0, count: 0 };
  const visit = (at: number): void => {
    if (at < m) {
      // A channel and its negative are off by the same.
      const own = at === 0 ? numbers.slice(0, (numbers.length + 1) / 2) : numbers;
      for (const value of own) {
        x[at] = value;
        visit(at + 1);
      }
      return;
    }
    const { mean, variance } = of(x, round);
    let [sum, size, squares] = [0, 0, 0];
    for (const value of x) {
      sum += value;
      size += Math.abs(value);
      squares += value * value;
    }
    const [mu, A] = [sum / m, size / m];
    // m² times the variance is a whole number of squares: exact in doubles.
    const v = (m * squares - sum * sum) / (m * m);
    const t = ku * (Math.sqrt(v) + A);
    const cancelled = grade === 'cancelling' ? ku * (squares / m + 2 * A * Math.abs(mu)) : 0;
    shares.count += 1;
    if (A === 0) return;
    shares.mean = Math.max(shares.mean, Math.abs(mean - mu) / (ku * A));
    shares.variance = Math.max(shares.variance, Math.abs(variance - v) / (2 * Math.sqrt(v) * t + t * t + cancelled));
  };
  visit(0);
  return shares;
}

test('numbers are rounded to nearest', () => {
  const round = rounding(4);
  expect([17, 18, 19, 21, 22, 23, -19].map(round)).toEqual([16, 18, 20, 20, 22, 24, -20]);
});

test.each(Object.keys(statistics))('%s: every channel of three values in 5 bits, and of four in 4', (name) => {
  for (const [m, p, powers] of [
    [2, 6, 4],
    [3, 5, 2],
    [4, 4, 1],
  ] as const) {
    const { mean, variance, count } = largestShares(name, m, p, powers);
    expect(count).toBeGreaterThan(3000);
    expect(mean).toBeLessThanOrEqual(1);
    expect(variance).toBeLessThanOrEqual(1);
    // Not so wide that nothing could exceed them.
    expect(mean).toBeGreaterThan(0.15);
  }
});
