/** Sizes vary apart from everything else: a mistake beyond some size shows, whatever else it needs. */
import { describe, expect, test } from 'vitest';
import { eachSize, largeSizes, type Sized } from '../../../spec/clauses/_sizes.ts';
import { placements } from '../../../spec/cases/shape.ts';
import type { Claims } from '../../../spec/terms/contract.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import { profiles } from '../../../spec/terms/profiles.ts';

const claimed: readonly Partial<Claims>[] = [
  {},
  { channelAxis: 'any', dtypes: ['float32', 'float64', 'float16'] },
  { affine: 'together', ranks: [4] },
  { affine: 'required', dtypes: ['bfloat16', 'float32'], ranks: [2, 3] },
];

/** Whether gamma and beta are given, as far as claims allow: all that an implementation may tell apart. */
const allowed: Readonly<Record<Claims['affine'], number>> = { each: 4, together: 2, none: 1, required: 1 };

/** The axis that is long. */
function longOf({ s: { x, axis }, channels }: Sized): string {
  const { outer, inner } = layoutOf(x.shape, axis);
  return channels > 2 ? 'channels' : outer * inner === x.shape[axis === 0 ? 1 : 0] ? 'batch' : 'positions';
}

const sizeOf = ({ s: { x, axis }, channels }: Sized): number => Math.max(channels, x.data.length / x.shape[axis]);

const givenOf = ({ s: { gamma, beta } }: Sized): string => `gamma ${gamma !== undefined}, beta ${beta !== undefined}`;

/** Different values of a property among the scenarios that a key puts together. */
function valuesBy(all: readonly Sized[], key: (sized: Sized) => string, value: (sized: Sized) => string): number[] {
  const groups = new Map<string, Set<string>>();
  for (const sized of all) groups.set(key(sized), (groups.get(key(sized)) ?? new Set()).add(value(sized)));
  return [...groups.values()].map(({ size }) => size);
}

describe.each(claimed)('with the claims %o', (stated) => {
  const claims: Claims = { ...profiles.pytorch, ...stated };
  const all = eachSize(claims);

  test.each([18, 256, 1024])(
    'beyond size %i each choice of gamma and beta, and each type, has met each long axis',
    (size) => {
      const beyond = all.filter((sized) => sizeOf(sized) >= size);
      const counts = valuesBy(beyond, longOf, givenOf);
      expect(counts.length).toBeGreaterThan(1);
      expect(new Set(counts)).toEqual(new Set([allowed[claims.affine]]));
      expect(new Set(valuesBy(beyond, longOf, ({ s }) => s.x.dtype))).toEqual(new Set([claims.dtypes.length]));
    },
  );

  test('each rank and axis comes', () => {
    const places = new Set(all.map(({ s: { x, axis } }) => `${x.shape.length}/${axis}`));
    expect(places.size).toBe(placements(claims).length);
  });

  test('beyond each limit of channels calls have both gamma and beta, or none, where that is claimed', () => {
    const wide = largeSizes(claims).filter(({ channels }) => channels > 1000);
    const counts = valuesBy(wide, ({ channels }) => `${channels}`, givenOf);
    expect(counts.length).toBeGreaterThan(3);
    expect(new Set(counts)).toEqual(new Set([Math.min(2, allowed[claims.affine])]));
  });
});
