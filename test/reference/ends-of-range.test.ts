/** Near the ends of the range of doubles, where double-double arithmetic loses its low part, exact arithmetic takes over. */
import { expect, test } from 'vitest';
import { defaultConventions } from '../../spec/terms/profiles.ts';
import { reference } from '../../reference/oracle.ts';
import { tensor } from '../../spec/terms/tensor.ts';

/** y = γ·(x - μ) in float64. */
function scaled(gamma: number, x: number, mean: number): { rounded: number; hi: number; lo: number } {
  const one = (value: number): ReturnType<typeof tensor> => tensor('float64', [1], [value]);
  const call = {
    x: tensor('float64', [1, 1], [x]),
    gamma: one(gamma),
    mean: one(mean),
    variance: one(1),
    epsilon: 0,
    axis: 1,
  };
  const { y } = reference.answer('inferForward', call, defaultConventions).outputs;
  return { rounded: y?.round('float64').data[0] ?? NaN, hi: y?.hi[0] ?? NaN, lo: y?.lo[0] ?? NaN };
}

const tiny = Number.MIN_VALUE;

test('a product that is subnormal and a hair above a tie', () => {
  // 2.5 times the smallest number, and what a hair of the mean adds is far below it.
  expect(scaled(2 ** -740, 2.5 * 2 ** -334, -(2 ** -420)).rounded).toBe(3 * tiny);
  expect(scaled(2 ** -740, 2.5 * 2 ** -334, 2 ** -420).rounded).toBe(2 * tiny);
  expect(scaled(2 ** -740, 2.5 * 2 ** -334, 0).rounded).toBe(2 * tiny);
});

test('a product that underflows keeps its sign, and only an exact zero has none', () => {
  expect(scaled(-(2 ** -740), 2 ** -740, 0).rounded).toBe(-0);
  expect(scaled(2 ** -740, 2 ** -740, 0).rounded).toBe(0);
  expect(scaled(-(2 ** -740), 2 ** -740, 2 ** -740).rounded).toBe(0);
});

test('a difference or a product beyond the largest double', () => {
  expect(scaled(0.5, 1.7e308, -1.7e308)).toEqual({ rounded: 1.7e308, hi: 1.7e308, lo: 0 });
  expect(scaled(2, 1.7e308, -1.7e308)).toEqual({ rounded: Infinity, hi: Infinity, lo: 0 });
  expect(scaled(2 ** -1000, 1.7e308, -1.7e308).rounded).toBe(1.7e308 * 2 ** -999);
});
