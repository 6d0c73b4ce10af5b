/** Scenarios are products: within the claims, the same for the same seed, and shrinking towards something small. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callOf, type Scenario, scenarios } from '../../../spec/cases/scenario.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { profiles } from '../../../spec/terms/profiles.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';
import { claims } from './claims.ts';

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
