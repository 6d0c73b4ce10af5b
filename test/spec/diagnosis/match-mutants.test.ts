/** Which known mistakes may be named alone, in which order, and what they are asked: hand-made banks that answer number by number. */
import { describe, expect, test } from 'vitest';
import type { Claims, DType } from '../../../spec/terms/contract.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { answering, claims, diagnosed, idsOf, known, probeOf, type Says, wrongOn } from './constant-answers.ts';

/** As known, with the calls that it was asked. */
function watched(id: string, says: Says): { readonly mutant: Mutant; readonly asked: readonly number[] } {
  const asked: number[] = [];
  return { mutant: known(id, says, { implementation: answering(says, asked) }), asked };
}

describe('a mistake that explains every miss', () => {
  test('is named, with what it shares: all', async () => {
    expect(await diagnosed(wrongOn(3, 4), [known('A', wrongOn(3, 4))])).toEqual([
      {
        id: 'A',
        says: 'It is A.',
        evidence:
          'agrees with this mistake on all 20 results of 10 probe calls (within rounding); explains all 2 that violate the specification',
      },
    ]);
  });

  test('may differ where the target is right, on less than a tenth of all results', async () => {
    const [one] = await diagnosed(wrongOn(3), [known('A', wrongOn(3, 8))]);
    expect(one.evidence).toBe(
      'agrees with this mistake on 19 of 20 results of 10 probe calls (within rounding); explains the 1 that violates the specification; the other 1 is right, so the mistake is not in every call',
    );
    expect(await diagnosed(wrongOn(3), [known('A', wrongOn(3, 7, 8))])).toEqual([]);
  });

  test('may do so four times for each miss that it explains, and no more', async () => {
    const probes = Array.from({ length: 60 }, (_, k) => probeOf('trainForward', k));
    expect(await diagnosed(wrongOn(3), [known('A', wrongOn(3, 5, 6, 7, 8))], { probes })).toHaveLength(1);
    expect(await diagnosed(wrongOn(3), [known('A', wrongOn(3, 5, 6, 7, 8, 9))], { probes })).toEqual([]);
    expect(await diagnosed(wrongOn(3, 4), [known('A', wrongOn(3, 4, 5, 6, 7, 8, 9))], { probes })).toHaveLength(1);
  });

  test('is not named where it leaves one miss, or is wrong there in another way', async () => {
    expect(await diagnosed(wrongOn(3, 4), [known('A', wrongOn(3))])).toEqual([]);
    expect(await diagnosed(wrongOn(3), [known('A', (_, k) => (k === 3 ? -1 : 1))])).toEqual([]);
  });

  test('nothing is named where nothing is missed', async () => {
    expect(await diagnosed(() => 1, [known('A', () => 1)])).toEqual([]);
  });
});

describe('the order', () => {
  test('first by the share of results that agree', async () => {
    expect(await idsOf(wrongOn(3), [known('A', wrongOn(3, 8)), known('B', wrongOn(3))])).toEqual(['B', 'A']);
  });

  test('then by conventions and element types that it has not', async () => {
    const two: Claims = { ...claims, dtypes: ['float32', 'float64'] };
    const as = (id: string, dtypes: readonly DType[], others: Partial<Claims> = {}): Mutant =>
      known(id, wrongOn(3), { implementation: answering(wrongOn(3), [], { ...claims, dtypes, ...others }) });
    const bank = [
      as('A', ['float64'], { affine: 'required' }),
      as('B', ['float32']),
      as('C', ['float32', 'float64', 'float16']),
    ];
    expect(await idsOf(wrongOn(3), bank, { asClaimed: two })).toEqual(['C', 'B', 'A']);
    const strangers = [
      as('A', ['float32'], { affine: 'required' }),
      as('B', ['float32', 'float64'], { affine: 'required' }),
    ];
    expect(await idsOf(wrongOn(3), strangers, { asClaimed: two })).toEqual(['B', 'A']);
  });

  test('then by the elements that are the same number', async () => {
    const near: Says = (_, k) => (k === 3 ? 13 * (1 + 2 ** -23) : 1);
    expect(await idsOf(wrongOn(3), [known('A', near), known('B', wrongOn(3))])).toEqual(['B', 'A']);
  });

  test('and last by name; three are named', async () => {
    const bank = ['D', 'B', 'A', 'C'].map((id) => known(id, wrongOn(3)));
    expect(await idsOf(wrongOn(3), bank)).toEqual(['A', 'B', 'C']);
  });
});

test('a mistake is asked no more once it can be named neither alone nor with another', async () => {
  // Of 20 results, 10 of them about the arguments of each call, 2 are too many.
  const far = watched('A', wrongOn(1, 3));
  const partner = watched('B', wrongOn());
  await diagnosed(wrongOn(5), [far.mutant, partner.mutant]);
  expect(far.asked).toEqual([0, 1, 2, 3]);
  expect(partner.asked).toHaveLength(10);
});

describe('large calls', () => {
  const probes = [
    probeOf('trainForward', 0),
    probeOf('trainForward', 1),
    probeOf('trainForward', 2, 8193),
    probeOf('trainForward', 3, 8193),
  ];
  test('are put to those alone that agree on all others, and decide then', async () => {
    const right = watched('A', wrongOn(1, 2));
    const other = watched('B', wrongOn(1, 3));
    const far = watched('C', wrongOn(2));
    const found = await diagnosed(wrongOn(1, 2), [far.mutant, other.mutant, right.mutant], { probes });
    expect(found).toEqual([
      {
        id: 'A',
        says: 'It is A.',
        evidence:
          'agrees with this mistake on all 8 results of 4 probe calls (within rounding); explains all 2 that violate the specification',
      },
    ]);
    expect(right.asked).toEqual([0, 1, 2, 3]);
    expect(other.asked).toEqual([0, 1, 2]);
    expect(far.asked).toEqual([0, 1]);
  });

  test('come in their order with the small ones after them', async () => {
    const { mutant, asked } = watched('A', wrongOn(1, 2));
    const mixed = [probeOf('trainForward', 0), probeOf('trainForward', 2, 8193), probeOf('trainForward', 1)];
    expect((await diagnosed(wrongOn(1, 2), [mutant], { probes: mixed })).map(({ id }) => id)).toEqual(['A']);
    expect(asked).toEqual([0, 2, 1]);
  });

  test('may be all that misses', async () => {
    const { mutant, asked } = watched('A', wrongOn(3));
    expect((await diagnosed(wrongOn(3), [mutant], { probes })).map(({ id }) => id)).toEqual(['A']);
    expect(asked).toEqual([0, 1, 2, 3]);
  });
});
