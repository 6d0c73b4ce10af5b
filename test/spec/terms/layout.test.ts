/** Layouts: where the elements of a channel lie. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { channelOf, coordinates, elementOf, layoutOf } from '../../../spec/terms/layout.ts';

test('every element belongs to one channel and one place', () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(shapes, fc.nat(), (shape, pick) => {
      const axis = pick % shape.length;
      const layout = layoutOf(shape, axis);
      const seen = new Set<number>();
      for (let c = 0; c < layout.channels; c++) {
        for (let i = 0; i < layout.perChannel; i++) {
          const at = elementOf(layout, c, i);
          expect(channelOf(layout, at)).toBe(c);
          expect(coordinates(shape, at)[axis]).toBe(c);
          seen.add(at);
        }
      }
      expect(seen.size).toBe(layout.channels * layout.perChannel);
    }),
  );
});
