/** Distance of y from the exact answer: within a derived bound always, and far inside it on these data. */
import { describe, expect, test } from 'vitest';
import { errorsOf, type Forward } from './y-errors.ts';

/** Largest error of y over u·(parts of |γx̂| + parts of |γ| + parts of |β|). */
async function worst(operation: Forward, offset: number, parts: readonly [number, number, number]): Promise<number> {
  let largest = 0;
  for await (const { error, exact, gamma, beta } of errorsOf(operation, offset, 4)) {
    const allowed = parts[0] * Math.abs(exact - beta) + parts[1] * Math.abs(gamma) + parts[2] * Math.abs(beta);
    largest = Math.max(largest, error / (2 ** -24 * allowed));
  }
  return largest;
}

describe.each([0, 1, 1e3, 1e5, 1e7])('y at |μ|/σ = %f', (offset) => {
  // One rounding each of the slope, of x - centre, of the product and of the sum; the last one sees |γx̂| + |β|. The
  // offset is rounded once more where it holds what was cut off the mean: half a unit each, with room for products.
  test('stays within four roundings in inference', async () => {
    expect(await worst('inferForward', offset, [2.01, 0, 1.01])).toBeLessThanOrEqual(2);
  });

  // At most 34 additions in float32 after the rounding of d, |d| at most √2·σ on average since the pivot lies within σ
  // of the mean: 50u·σ for the mean, 75u for 1/√(v+ε). Nothing in it grows with the offset.
  test('stays within the bound of its sums in training', async () => {
    expect(await worst('trainForward', offset, [80, 50, 2])).toBeLessThanOrEqual(1);
  });

  test('stays within a few roundings of it in fact', async () => {
    expect(await worst('trainForward', offset, [1, 1, 1])).toBeLessThanOrEqual(3);
  });
});
