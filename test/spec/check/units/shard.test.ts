/** Shards have all units of a run between them, each once, and about as many as each other. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatShard, inShard, parseShard } from '../../../../spec/check/units/shard.ts';
import { type Unit, unitsOf } from '../../../../spec/check/units/unit.ts';
import { clauses } from '../../../../spec/clauses/index.ts';
import { operations } from '../../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';

const offer = { claims: resolveClaims('pytorch'), operations, further: [], layer: false };
const units = (first: number, runs: number): Unit[] => [
  ...unitsOf({ clauses: clauses.slice(0, first), runs, seed: 1 }, offer),
];
const counts = fc.integer({ min: 1, max: 40 });

test('each unit is in one of them, and none has two more than another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 5000 }), counts, (first, runs, count) => {
      const all = units(first, runs);
      const shards = Array.from({ length: count }, (_, i) => [...inShard(all, { index: i + 1, count })]);
      expect(
        shards
          .flat()
          .map(({ name }) => name)
          .toSorted(),
      ).toEqual(all.map(({ name }) => name).toSorted());
      const sizes = shards.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 60 },
  );
});

test('the blocks of a clause are spread over all shards, however many clauses and shards there are', () => {
  const blocks = 64;
  for (const first of [1, 2, 3, 7, 8, 16, 24]) {
    const all = units(first, 500 * blocks);
    for (const count of [2, 3, 7, 8, 16]) {
      const most = Array.from({ length: count }, (_, i) => {
        const own = [...inShard(all, { index: i + 1, count })].flatMap((unit) =>
          'clause' in unit ? unit.clause.id : [],
        );
        return own.filter((id) => id === clauses[0].id).length;
      });
      const total = most.reduce((sum, each) => sum + each, 0);
      expect({ first, count, most: Math.max(...most) <= Math.ceil((3 * total) / count) }).toMatchObject({
        most: true,
      });
    }
  }
});

test('a part is written and read back', () => {
  fc.assert(
    fc.property(counts, counts, (a, b) => {
      const shard = { index: Math.min(a, b), count: Math.max(a, b) };
      expect(parseShard(formatShard(shard))).toEqual(shard);
    }),
  );
  for (const text of ['', '1', '0/2', '3/2', '1/2/3', '-1/2', '1/99999', 'a/b'])
    expect(parseShard(text)).toBeUndefined();
});
