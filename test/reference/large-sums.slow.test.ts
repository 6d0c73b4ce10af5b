/** Sums of ten million values and more, against sums in closed form: no bit is lost on the way. */
import { expect, test } from 'vitest';
import { defaultConventions } from '../../spec/terms/profiles.ts';
import { certifiedAnswer } from '../../reference/oracle.ts';
import { compare as compareRationals, type Rational } from '../../reference/exact/rational.ts';
import { dot } from '../../reference/exact/sums.ts';
import { compare, type Exact } from '../../reference/exact/surd.ts';
import { Accumulator, wordsOf } from '../../reference/oracle/accumulator.ts';
import { chunk } from '../../reference/oracle/channel-reader.ts';

const m = 10_000_000;

/** Every float32 from 2 to 4 in turn, then again from 2: all 24 bits are in use, and the sums are known. */
function ramp(): Float32Array {
  return new Float32Array(m).map((_, i) => 2 + (i % 2 ** 23) * 2 ** -22);
}

test('mean and variance of 10⁷ values are exact', () => {
  const x = { dtype: 'float32', shape: [m, 1], data: ramp() } as const;
  const truth = certifiedAnswer('trainForward', { x, epsilon: 1e-5, momentum: 0.1, axis: 1 }, defaultConventions);

  // Σ(2²³ + j) and Σ(2²³ + j)² in units of 2⁻²², j from 0 to 2²³ - 1 and then to the rest.
  const base = 2n ** 23n;
  const sums = [base, BigInt(m) - base].map((n) => {
    const linear = (n * (n - 1n)) / 2n;
    const squares = ((n - 1n) * n * (2n * n - 1n)) / 6n;
    return [n * base + linear, n * base * base + 2n * base * linear + squares];
  });
  const [sum, squares] = [sums[0][0] + sums[1][0], sums[0][1] + sums[1][1]];
  const count = BigInt(m);
  const mean: Rational = { n: sum, d: count, e: -22 };
  const variance: Rational = { n: count * squares - sum * sum, d: count * count, e: -44 };
  const [meanFound, varianceFound] = [truth.outputs.mean, truth.outputs.variance].map((t) => t?.exact(0) ?? NaN);
  expect(sideOf(meanFound, mean)).toBe(0);
  expect(sideOf(varianceFound, variance)).toBe(0);
});

const sideOf = (value: Exact, expected: Rational): number =>
  typeof value === 'number' ? NaN : compare(value, expected);

test('cells are emptied before they can overflow', () => {
  const buffer = wordsOf(chunk);
  // 27 ones: the upper cell fills up as fast as it can, and 2²⁶ additions are more than it can hold.
  const value = 2 - 2 ** -26;
  buffer.values.fill(value);
  const accumulator = new Accumulator();
  const rounds = (2.5 * 2 ** 25) / chunk;
  for (let k = 0; k < rounds; k++) accumulator.add(buffer, chunk);
  const total = accumulator.take();
  const expected = dot([value], [rounds * chunk]);
  expect(compareRationals(total, expected)).toBe(0);
});
