/** Pairs of levels are counted, each of them by itself. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PairCounts } from '../../../../spec/check/trial/pair-counts.ts';
import { pairsOf } from '../../../../spec/terms/aspect.ts';

test('a pair was met as often as rows have it', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 });
  const given = sizes.chain((levels) =>
    fc.tuple(fc.constant(levels), fc.array(fc.tuple(...levels.map((count) => fc.nat({ max: count - 1 }))))),
  );
  fc.assert(
    fc.property(given, ([levels, rows]) => {
      const aspects = levels.map((count, i) => ({ name: `aspect ${i}`, levels: count }));
      const counts = new PairCounts(aspects);
      for (const row of rows) counts.add(row);
      const expected = [...pairsOf(aspects)].flatMap(([one, other, a, b]) =>
        Array.from({ length: one.levels * other.levels }, (_, k) => {
          const [i, j] = [Math.floor(k / other.levels), k % other.levels];
          return rows.filter((row) => row[a] === i && row[b] === j).length;
        }),
      );
      expect(counts.toData()).toEqual(expected);
    }),
  );
});
