/** Scenarios are products: within the claims, the same for the same seed, and shrinking towards something small. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callOf, type Scenario, scenarios } from '../../../spec/cases/scenario.ts';
import { roundTo } from '../../../spec/terms/dtype.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { profiles } from '../../../spec/terms/profiles.ts';
import { outsideClaims } from '../../../spec/terms/within-claims.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';
import { claims } from './claims-of-every-kind.ts';

test('scenarios keep to the claims; all values are numbers of the type', () => {
  const given = claims.chain((claims) => scenarios(claims).map((s) => ({ claims, s })));
  fc.assert(
    fc.property(given, ({ claims, s }) => {
      for (const operation of operations) {
        expect(outsideClaims(operation, callOf[operation](s), claims)).toBeUndefined();
      }
      const held = s.x.dtype === 'float64' ? claims.scalars : 'float32';
      if (claims.epsilons === undefined) expect(roundTo(held, s.epsilon)).toBe(s.epsilon);
      if (claims.momenta === undefined) expect(roundTo(held, s.momentum)).toBe(s.momentum);
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
