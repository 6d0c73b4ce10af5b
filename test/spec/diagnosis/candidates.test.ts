/** Which known mistakes are named, in which order and with which figures: hand-made banks that answer number by number. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import type { Expectation } from '../../../spec/diagnosis/answers.ts';
import { nearestMutants } from '../../../spec/diagnosis/nearest.ts';
import type { Probe } from '../../../spec/diagnosis/probes.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Diagnosis } from '../../../spec/report/report.ts';
import type { Claims, DType, Implementation } from '../../../spec/terms/contract.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const claims = resolveClaims(implementationOf('').claims);

/** Calls are known by the first value of x. */
function probeOf(k: number, values: number): Probe {
  const call = callOf.trainForward(scenarioOf(claims, { shape: [values, 1], axis: 1 }));
  const x = tensor(
    'float32',
    [values, 1],
    Array.from({ length: values }, (_, i) => (i === 0 ? k : 1)),
  );
  return { operation: 'trainForward', call: { ...call, x } };
}

/** The right answer to every call is all ones, exactly. */
const ones = ({ call }: Probe): Expectation => ({
  truth: {
    outputs: {
      y: {
        shape: call.x.shape,
        hi: new Float64Array(call.x.data.length).fill(1),
        lo: new Float64Array(call.x.data.length),
        round: (dtype) => tensor(dtype, call.x.shape, new Float64Array(call.x.data.length).fill(1)),
      },
    },
    channel: { mean: Float64Array.of(0), variance: Float64Array.of(0), invStd: Float64Array.of(0) },
  },
  bounds: { y: new Float64Array(call.x.data.length) },
  layout: layoutOf(call.x.shape, call.axis),
  unitRoundoff: 2 ** -24,
});

/** What is answered to call k; 1 is right. */
type Says = (k: number) => number;

/** Keeps the calls that it was asked. */
function answering(says: Says, asked: number[] = [], claimed: Partial<Claims> = claims): Implementation {
  return {
    name: 'table',
    claims: claimed,
    trainForward: ({ x }) => {
      const [k] = x.data;
      asked.push(k);
      return { y: tensor('float32', x.shape, new Float64Array(x.data.length).fill(says(k))) };
    },
  };
}

const known = (id: string, says: Says, changes: Partial<Mutant> = {}): Mutant => ({
  id,
  says: `It is ${id}.`,
  owed: 'kill',
  breaks: [],
  implementation: answering(says),
  ...changes,
});

/** Wrong on these calls, each by a number of its own. */
const wrongOn =
  (...calls: readonly number[]): Says =>
  (k) =>
    calls.includes(k) ? 10 + k : 1;

/** Ten small calls, each with two results: y, and what was done to the arguments. */
const ten = Array.from({ length: 10 }, (_, k) => probeOf(k, 2));

const diagnosed = async (
  says: Says,
  bank: readonly Mutant[],
  { probes = ten, asClaimed = claims }: { probes?: readonly Probe[]; asClaimed?: Claims } = {},
): Promise<readonly Diagnosis[]> =>
  (await nearestMutants(targetOf(answering(says)), probes, probes.map(ones), asClaimed, bank)).diagnoses;

/** Whatever order the bank has. */
async function idsOf(...args: Parameters<typeof diagnosed>): Promise<readonly string[]> {
  const [says, bank, options] = args;
  const [there, back] = [await diagnosed(says, bank, options), await diagnosed(says, bank.toReversed(), options)];
  expect(back).toEqual(there);
  return there.map(({ id }) => id);
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

  test('may differ where the text is met, on less than a tenth of all results', async () => {
    const [one] = await diagnosed(wrongOn(3), [known('A', wrongOn(3, 8))]);
    expect(one.evidence).toBe(
      'agrees with this mistake on 19 of 20 results of 10 probe calls (within rounding); explains the 1 that violates the specification; the other 1 is right, so the mistake is not in every call',
    );
    expect(await diagnosed(wrongOn(3), [known('A', wrongOn(3, 7, 8))])).toEqual([]);
  });

  test('may do so four times for each miss that it explains, and no more', async () => {
    const probes = Array.from({ length: 60 }, (_, k) => probeOf(k, 2));
    expect(await diagnosed(wrongOn(3), [known('A', wrongOn(3, 5, 6, 7, 8))], { probes })).toHaveLength(1);
    expect(await diagnosed(wrongOn(3), [known('A', wrongOn(3, 5, 6, 7, 8, 9))], { probes })).toEqual([]);
    expect(await diagnosed(wrongOn(3, 4), [known('A', wrongOn(3, 4, 5, 6, 7, 8, 9))], { probes })).toHaveLength(1);
  });

  test('is not named where it leaves one miss, or is wrong there in another way', async () => {
    expect(await diagnosed(wrongOn(3, 4), [known('A', wrongOn(3))])).toEqual([]);
    expect(await diagnosed(wrongOn(3), [known('A', (k) => (k === 3 ? -1 : 1))])).toEqual([]);
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
    const near: Says = (k) => (k === 3 ? 13 * (1 + 2 ** -23) : 1);
    expect(await idsOf(wrongOn(3), [known('A', near), known('B', wrongOn(3))])).toEqual(['B', 'A']);
  });

  test('and last by name; three are named', async () => {
    const bank = ['D', 'B', 'A', 'C'].map((id) => known(id, wrongOn(3)));
    expect(await idsOf(wrongOn(3), bank)).toEqual(['A', 'B', 'C']);
  });
});

/** As known, with the calls that it was asked. */
function watched(id: string, says: Says): { readonly mutant: Mutant; readonly asked: readonly number[] } {
  const asked: number[] = [];
  return { mutant: known(id, says, { implementation: answering(says, asked) }), asked };
}

test('a mistake is asked no more once it can be named neither alone nor with another', async () => {
  // Of 20 results, 10 of them what each call did to its arguments, 2 are too many.
  const far = watched('A', wrongOn(1, 3));
  const partner = watched('B', wrongOn());
  await diagnosed(wrongOn(5), [far.mutant, partner.mutant]);
  expect(far.asked).toEqual([0, 1, 2, 3]);
  expect(partner.asked).toHaveLength(10);
});

describe('large calls', () => {
  const probes = [probeOf(0, 2), probeOf(1, 2), probeOf(2, 8193), probeOf(3, 8193)];
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
    const mixed = [probeOf(0, 2), probeOf(2, 8193), probeOf(1, 2)];
    expect((await diagnosed(wrongOn(1, 2), [mutant], { probes: mixed })).map(({ id }) => id)).toEqual(['A']);
    expect(asked).toEqual([0, 2, 1]);
  });

  test('may be all that misses', async () => {
    const { mutant, asked } = watched('A', wrongOn(3));
    expect((await diagnosed(wrongOn(3), [mutant], { probes })).map(({ id }) => id)).toEqual(['A']);
    expect(asked).toEqual([0, 1, 2, 3]);
  });
});

describe('two mistakes together', () => {
  test('explain what neither explains alone, each with its part', async () => {
    const found = await diagnosed(wrongOn(2, 3, 4), [known('A', wrongOn(2)), known('B', wrongOn(3, 4))]);
    const shares = 'results of 10 probe calls (within rounding); explains';
    expect(found).toEqual([
      {
        id: 'B',
        says: 'It is B.',
        evidence: `agrees with this mistake on 19 of 20 ${shares} 2 of the 3 that violate the specification, and A the others`,
      },
      {
        id: 'A',
        says: 'It is A.',
        evidence: `agrees with this mistake on 18 of 20 ${shares} 1 of the 3 that violate the specification, and B the others`,
      },
    ]);
  });

  test('may overlap', async () => {
    const found = await diagnosed(wrongOn(2, 3, 4), [known('A', wrongOn(2, 3)), known('B', wrongOn(3, 4))]);
    expect(found.map(({ id }) => id)).toEqual(['A', 'B']);
    expect(found[1].evidence).toMatch(/explains 2 of the \d+ that violate the specification, and A the others$/);
  });

  test('must together explain all, not only a part of what the first leaves', async () => {
    const bank = [
      known('A', wrongOn(0, 1, 2, 3)),
      known('B', wrongOn(0, 1, 4)),
      known('C', wrongOn(4, 5)),
      known('D', wrongOn(0)),
    ];
    expect(await idsOf(wrongOn(0, 1, 2, 3, 4, 5), bank)).toEqual(['A', 'C']);
    expect(await idsOf(wrongOn(0, 1, 2, 3, 4, 5), bank.slice(0, 2))).toEqual([]);
  });

  test('must each be right where the text is met', async () => {
    const bank = [known('A', wrongOn(2, 9)), known('B', wrongOn(3))];
    expect(await idsOf(wrongOn(2, 3), bank)).toEqual([]);
    expect(await idsOf(wrongOn(2, 3), [...bank, known('C', wrongOn(2))])).toEqual(['B', 'C']);
  });

  test('are not looked for where one explains all', async () => {
    const bank = [known('A', wrongOn(2)), known('B', wrongOn(3)), known('C', wrongOn(2, 3))];
    expect(await idsOf(wrongOn(2, 3), bank)).toEqual(['C']);
  });
});
