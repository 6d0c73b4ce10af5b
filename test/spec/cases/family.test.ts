/** Families of values: as many as are asked for, finite, and each with what it is for. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { families, type Family } from '../../../spec/cases/family.ts';
import { randomOf } from '../../../spec/cases/random.ts';
import { formats } from '../../../spec/terms/dtype.ts';

const fill = (family: Family, m: number, seed = 1): number[] =>
  families[family]({ random: randomOf(seed), c: 0, m, dtype: 'float32' });

test.each(Object.keys(families) as Family[])('%s gives m finite values', (family) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (m, seed) => {
      const values = fill(family, m, seed);
      expect(values).toHaveLength(m);
      expect(values.every((value) => Number.isFinite(value) && Math.abs(value) < formats.float32.largest)).toBe(true);
    }),
  );
});

test('summable: mean and variance of an even number of values are integers', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (half, seed) => {
      const values = fill('summable', 2 * half, seed);
      const mean = values.reduce((a, b) => a + b) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect([mean, variance].every(Number.isInteger)).toBe(true);
    }),
  );
});

test('offset: the mean outweighs the spread a thousandfold at least', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), (m, seed) => {
      const values = fill('offset', m, seed);
      const mean = values.reduce((a, b) => a + b) / m;
      const spread = Math.max(...values.map((value) => Math.abs(value - mean)));
      expect(Math.abs(mean)).toBeGreaterThan(100 * spread);
    }),
  );
});
