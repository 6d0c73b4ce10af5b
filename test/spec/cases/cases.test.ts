/** Generators are products: within the claims, the same for the same seed, and shrinking towards something small. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { families, type Family } from '../../../spec/cases/family.ts';
import { randomOf } from '../../../spec/cases/random.ts';
import { epsilonFor } from '../../../spec/cases/scalar.ts';
import { callOf, type Scenario, scenarioOf, scenarios } from '../../../spec/cases/scenario.ts';
import { placements, shapeOf, shapes } from '../../../spec/cases/shape.ts';
import { profiles } from '../../../spec/terms/profiles.ts';
import type { Claims } from '../../../spec/terms/contract.ts';
import { dtypes, formats } from '../../../spec/terms/dtype.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';

const claims: fc.Arbitrary<Claims> = fc
  .record({
    dtypes: fc.subarray([...dtypes], { minLength: 1 }),
    ranks: fc.subarray([2, 3, 4, 5], { minLength: 1 }),
    channelAxis: fc.constantFrom('first' as const, 'last' as const, 'any' as const),
    affine: fc.constantFrom('optional' as const, 'required' as const),
    minEpsilon: fc.constantFrom(0, 1e-5, 0.5, 7),
  })
  .map((some) => ({ ...profiles.pytorch, ...some }));

test('shapes keep to ranks, axes and sizes', () => {
  const limits = fc.record({
    minPerChannel: fc.integer({ min: 1, max: 4 }),
    maxPerChannel: fc.integer({ min: 4, max: 80 }),
  });
  const given = fc
    .tuple(claims, limits)
    .chain(([claims, limits]) => shapes(claims, limits).map((place) => ({ claims, limits, place })));
  fc.assert(
    fc.property(given, ({ claims, limits, place: { shape, axis } }) => {
      expect(placements(claims)).toContainEqual({ rank: shape.length, axis });
      const { perChannel } = layoutOf(shape, axis);
      expect(perChannel).toBeGreaterThanOrEqual(limits.minPerChannel);
      // Reaching the least size may round up by less than one more of the other axes.
      expect(perChannel).toBeLessThanOrEqual(Math.max(limits.maxPerChannel, 2 * limits.minPerChannel));
    }),
  );
});

test('scenarios keep to types, epsilon and gamma and beta that are claimed; all values are numbers of the type', () => {
  const given = claims.chain((claims) => scenarios(claims).map((s) => ({ claims, s })));
  fc.assert(
    fc.property(given, ({ claims, s }) => {
      expect(claims.dtypes).toContain(s.x.dtype);
      expect(s.epsilon).toBeGreaterThanOrEqual(claims.minEpsilon);
      expect(Math.fround(s.epsilon)).toBe(s.epsilon);
      expect(Math.fround(s.momentum)).toBe(s.momentum);
      if (claims.affine === 'required') expect([s.gamma, s.beta]).not.toContain(undefined);
      for (const t of [s.x, s.dy, s.runningMean, s.runningVar]) expect(valuesOf(t).every(Number.isFinite)).toBe(true);
      expect(valuesOf(s.runningVar).every((value) => value > 0)).toBe(true);
      for (const operation of operations) expect(callOf[operation](s).axis).toBe(s.axis);
    }),
  );
});

test('an epsilon is not rounded below the least that is claimed, and hardly beyond it', () => {
  const place = shapeOf(profiles.pytorch, { channels: 1, batch: 2 });
  for (const dtype of dtypes) {
    const spacing = 2 * formats[dtype === 'float16' || dtype === 'bfloat16' ? 'bfloat16' : 'float32'].unitRoundoff;
    for (const minEpsilon of [1e-5, 1e-3, 1.001e-5, 0.1, 0.3, 7.7]) {
      const claimed = { ...profiles.pytorch, dtypes: [dtype], minEpsilon };
      const drawn = fc.sample(scenarios(claimed, { epsilons: [minEpsilon] }), { numRuns: 3 });
      const told = scenarioOf(claimed, { ...place, epsilon: minEpsilon });
      for (const { epsilon } of [...drawn, told]) {
        expect(epsilon).toBeGreaterThanOrEqual(minEpsilon);
        expect(epsilon).toBeLessThanOrEqual(minEpsilon * (1 + 2 * spacing));
        expect(epsilonFor(dtype, epsilon, claimed)).toBe(epsilon);
      }
    }
  }
  expect(epsilonFor('float32', 1e-5, { minEpsilon: 0 })).toBe(Math.fround(1e-5));
});

test('one seed, one scenario', () => {
  const sample = (seed: number): unknown => fc.sample(scenarios(profiles.pytorch), { seed, numRuns: 5 });
  expect(sample(11)).toEqual(sample(11));
  expect(sample(11)).not.toEqual(sample(12));
});

test('a property that nothing satisfies shrinks to one channel with as few values as are allowed', () => {
  const details = fc.check(
    fc.property(scenarios(profiles.pytorch, { minPerChannel: 2 }), () => false),
    { seed: 5 },
  );
  const [smallest] = details.counterexample as [Scenario];
  expect(smallest.x.shape).toEqual([2, 1]);
});

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
