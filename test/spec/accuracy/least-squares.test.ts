/** Fits by least squares find the coefficients, tell what they leave, and refuse what has no one answer. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { regress } from '../../../spec/accuracy/least-squares.ts';

const m = 20;

describe('a regression', () => {
  const a = Array.from({ length: m }, (_, i) => (i * i) % 7);
  const b = Array.from({ length: m }, (_, i) => (3 * i) % 11);

  test('finds the coefficients it was made of', () => {
    const y = a.map((value, i) => 3 * value - 2 * b[i]);
    const fit = regress(y, [a, b]);
    expect(fit?.k[0]).toBeCloseTo(3, 12);
    expect(fit?.k[1]).toBeCloseTo(-2, 12);
    expect(fit?.residual).toBeLessThan(1e-12);
  });

  test('needs pivoting where the first column is small', () => {
    const tiny = a.map((value) => value * 1e-6);
    const fit = regress(
      b.map((value, i) => value + 5 * tiny[i]),
      [tiny, b],
    );
    expect(fit?.k[0]).toBeCloseTo(5, 4);
    expect(fit?.k[1]).toBeCloseTo(1, 9);
  });

  test('tells how much it leaves, as a share of all', () => {
    const off = Array.from({ length: m }, (_, i) => (i % 2 === 0 ? 1 : -1));
    const ones = off.map(() => 1);
    expect(regress(off, [ones])?.residual).toBeCloseTo(1, 12);
    expect(
      regress(
        off.map((value) => value + 1),
        [ones],
      )?.residual,
    ).toBeCloseTo(Math.SQRT1_2, 12);
    expect(
      regress(
        ones.map(() => 0),
        [a],
      ),
    ).toEqual({ k: [0], residual: 0 });
  });

  test('refuses columns that depend on each other', () => {
    expect(regress(a, [a, a.map((value) => 2 * value)])).toBeUndefined();
    expect(regress(a, [a.map(() => 0)])).toBeUndefined();
  });
});

describe('a regression on any columns', () => {
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
