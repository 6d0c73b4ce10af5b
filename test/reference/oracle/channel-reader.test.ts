/** Reading and writing one channel, in runs of any length, agrees with reading it value by value. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunk, readerOf, scatter } from '../../../reference/oracle/channel-reader.ts';
import { randomOf } from '../../../spec/cases/random.ts';
import { formats } from '../../../spec/terms/dtype.ts';
import { elementOf, layoutOf } from '../../../spec/terms/layout.ts';
import { sizeOf, tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { anyDtype } from '../support/rounding-prone-doubles.ts';

fc.configureGlobal({ seed: 1 });

/** Channels first and last, rows shorter and longer than a run is worth. */
const place = fc
  .tuple(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 4 }),
    fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 60, max: 200 })),
  )
  .chain(([outer, channels, inner]) => {
    const layout = layoutOf([outer, channels, inner], 1);
    const m = layout.perChannel;
    return fc
      .tuple(fc.nat(channels - 1), fc.nat(m - 1), fc.nat(m))
      .map(([c, start, n]) => ({ layout, c, start, n: Math.min(n, m - start, chunk) }));
  });

test('a run is the values one by one', () => {
  fc.assert(
    fc.property(place, anyDtype, fc.integer(), ({ layout, c, start, n }, dtype, seed) => {
      const shape = [layout.outer, layout.channels, layout.inner];
      const random = randomOf(seed);
      const x = tensor(
        dtype,
        shape,
        Array.from({ length: sizeOf(shape) }, () => random.normal()),
      );
      const reader = readerOf(x, layout);
      const out = new Float64Array(n + 1).fill(NaN);
      reader.read(c, start, n, out);
      const values = valuesOf(x);
      const expected = Array.from({ length: n }, (_, k) => values[elementOf(layout, c, start + k)]);
      expect(Array.from(out)).toEqual([...expected, NaN]);
      expect(expected.map((_, k) => reader.at(c, start + k))).toEqual(expected);
      expect(reader.precision).toBe(formats[dtype].precision);
    }),
    { numRuns: 300 },
  );
});

test('a run is written to its places, and nothing else changes', () => {
  fc.assert(
    fc.property(place, ({ layout, c, start, n }) => {
      const size = layout.outer * layout.channels * layout.inner;
      const data = new Float64Array(size).fill(-1);
      // More than n, as in a buffer that is used again.
      scatter(
        Float64Array.from({ length: n + 3 }, (_, k) => k),
        layout,
        c,
        start,
        n,
        data,
      );
      const expected = new Float64Array(size).fill(-1);
      for (let k = 0; k < n; k++) expected[elementOf(layout, c, start + k)] = k;
      expect(data).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
