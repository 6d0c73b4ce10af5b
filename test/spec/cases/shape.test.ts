/** Shapes keep to what is claimed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placements, shapes } from '../../../spec/cases/shape.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import { claims } from './claims-of-every-kind.ts';

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
