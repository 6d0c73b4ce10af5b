/** Epsilons as calls carry them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epsilonFor } from '../../../spec/cases/epsilon-and-momentum.ts';
import { scenarioOf, scenarios } from '../../../spec/cases/scenario.ts';
import { shapeOf } from '../../../spec/cases/shape.ts';
import { dtypes, formats } from '../../../spec/terms/dtype.ts';
import { profiles } from '../../../spec/terms/profiles.ts';

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
  expect(epsilonFor('float32', 1e-5, { minEpsilon: 0, scalars: 'float64' })).toBe(Math.fround(1e-5));
});

test('beside doubles they are what float64 holds and float32 does not, unless float32 is claimed', () => {
  for (const scalars of ['float32', 'float64'] as const) {
    const drawn = fc.sample(scenarios({ ...profiles.pytorch, dtypes: ['float64'], scalars }), { numRuns: 100 });
    for (const name of ['epsilon', 'momentum'] as const) {
      expect(drawn.some((each) => Math.fround(each[name]) !== each[name])).toBe(scalars === 'float64');
    }
  }
});
