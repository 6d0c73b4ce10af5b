/** Mistakes that are named for a part of what is missed: nearly all, one operation, edges aside. Hand-made answers. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import type { Expectation } from '../../../spec/diagnosis/answers.ts';
import { type Nearest, nearestMutants } from '../../../spec/diagnosis/nearest.ts';
import type { Probe } from '../../../spec/diagnosis/probes.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const claims = resolveClaims(implementationOf('').claims);
const operations = ['trainForward', 'inferForward'] as const;
type Forward = (typeof operations)[number];

/** Calls are known by the first value of x. */
function probeOf(operation: Forward, k: number): Probe {
  const call = callOf[operation](scenarioOf(claims, { shape: [2, 1], axis: 1 }));
  return { operation, call: { ...call, x: tensor('float32', [2, 1], [k, 1]) } } as Probe;
}

/** The right answer to every call is all ones, exactly. */
const ones = ({ call }: Probe, edge?: Expectation['edge']): Expectation => ({
  truth: {
    outputs: {
      y: {
        shape: call.x.shape,
        hi: Float64Array.of(1, 1),
        lo: new Float64Array(2),
        round: (dtype) => tensor(dtype, call.x.shape, [1, 1]),
      },
    },
    channel: { mean: Float64Array.of(0), variance: Float64Array.of(0), invStd: Float64Array.of(0) },
  },
  bounds: { y: new Float64Array(2) },
  layout: layoutOf(call.x.shape, call.axis),
  unitRoundoff: 2 ** -24,
  edge,
});

/** What is answered to call k of an operation; 1 is right. */
type Says = (operation: Forward, k: number) => number;

const answering = (says: Says): Implementation => ({
  name: 'table',
  claims,
  trainForward: ({ x }) => ({ y: tensor('float32', x.shape, [1, 1].fill(says('trainForward', x.data[0]))) }),
  inferForward: ({ x }) => ({ y: tensor('float32', x.shape, [1, 1].fill(says('inferForward', x.data[0]))) }),
});

const known = (id: string, says: Says): Mutant => ({
  id,
  says: `It is ${id}.`,
  owed: 'kill',
  breaks: [],
  implementation: answering(says),
});

const calls = 20;
const all = operations.flatMap((operation) => Array.from({ length: calls }, (_, k) => probeOf(operation, k)));

const nearest = (
  says: Says,
  bank: readonly Mutant[],
  isEdge: (operation: Forward, k: number) => boolean = () => false,
  edge: Expectation['edge'] = 'special',
): Promise<Nearest> =>
  nearestMutants(
    targetOf(answering(says)),
    all,
    all.map((probe) => ones(probe, isEdge(probe.operation as Forward, probe.call.x.data[0]) ? edge : undefined)),
    claims,
    bank,
  );

const wrong = 7;
const inTraining: Says = (operation) => (operation === 'trainForward' ? wrong : 1);
const everywhere: Says = () => wrong;
/** As the other, except on these calls of both operations. */
const except =
  (says: Says, ...others: readonly number[]): Says =>
  (operation, k) =>
    others.includes(k) ? 50 + k : says(operation, k);

describe('nearly all', () => {
  test('nine of ten misses make a name, told with how many', async () => {
    const { diagnoses, left } = await nearest(except(everywhere, 3, 4), [known('A', everywhere)]);
    expect(diagnoses.map(({ id }) => id)).toEqual(['A']);
    expect(diagnoses[0].evidence).toMatch(/explains 36 of the 40 that violate the specification$/);
    expect(left).toEqual([]);
  });

  test('with fewer, or with more than a tenth of wrong answers besides, there is none', async () => {
    expect((await nearest(except(everywhere, 3, 4, 5), [known('A', everywhere)])).diagnoses).toEqual([]);
    const half: Says = (_, k) => (k < 10 ? wrong : 1);
    const more: Says = (_, k) => (k < 11 ? wrong : 1);
    const says = except(half, 0);
    expect((await nearest(says, [known('A', half)])).diagnoses).toHaveLength(1);
    expect((await nearest(says, [known('A', more)])).diagnoses).toEqual([]);
  });

  test('one that explains all comes first, and alone', async () => {
    const says = except(everywhere, 3);
    const { diagnoses } = await nearest(says, [known('A', everywhere), known('B', says)]);
    expect(diagnoses.map(({ id }) => id)).toEqual(['B']);
  });
});

describe('one operation', () => {
  test('a mistake that is wrong in others, too, is named where it is made', async () => {
    const { diagnoses } = await nearest(inTraining, [known('A', everywhere)]);
    expect(diagnoses.map(({ id }) => id)).toEqual(['A']);
    expect(diagnoses[0].evidence).toMatch(
      /^explains 20 of the 20 that violate the specification in train_forward \(y\), within rounding; in total 20 of 80 results/,
    );
  });

  test('two mistakes are each named for their own', async () => {
    const two: Says = (operation, k) => (operation === 'trainForward' ? wrong : 30 + k);
    const bank = [known('A', everywhere), known('B', (_, k) => 30 + k)];
    const { diagnoses } = await nearest(two, bank);
    expect(diagnoses.map(({ id }) => id)).toEqual(['A', 'B']);
  });

  test('a place is told where the mistake would show in others, which are right', async () => {
    const few: Says = (operation, k) => (operation === 'trainForward' && k < 6 ? wrong : 1);
    const alsoElsewhere: Says = (operation, k) => (operation === 'inferForward' && k < 2 ? wrong : few(operation, k));
    const [{ evidence }] = (await nearest(few, [known('A', alsoElsewhere)])).diagnoses;
    expect(evidence).toBe(
      'agrees with this mistake on 78 of 80 results of 40 probe calls (within rounding); explains all 6 that violate the specification; only train_forward (y) is affected: infer_forward (y) is right',
    );
    const alsoThere = except(alsoElsewhere, 15);
    expect((await nearest(few, [known('A', alsoThere)])).diagnoses[0].evidence).toMatch(
      /explains all \d+ that violate the specification; the other 4 are right, so the mistake is not in every call$/,
    );
  });

  test('what nothing explains is left for decoders, and the rest is named', async () => {
    const two: Says = (operation, k) => (operation === 'trainForward' ? wrong : 30 + k);
    const { diagnoses, left } = await nearest(two, [known('A', everywhere)]);
    expect(diagnoses.map(({ id }) => id)).toEqual(['A']);
    expect(diagnoses[0].evidence).toMatch(
      /^explains 20 of the 20 that violate the specification in train_forward \(y\)/,
    );
    expect(left.map(({ operation, output }) => `${operation}.${output}`)).toEqual(['inferForward.y']);
  });

  test('a few results that agree are chance', async () => {
    const some =
      (count: number): Says =>
      (operation, k) =>
        operation === 'trainForward' ? 30 + k : k < count ? wrong : 1;
    const bank = [known('A', (_, k) => (k < 3 ? wrong : 1))];
    expect((await nearest(some(3), bank)).diagnoses).toEqual([]);
    expect((await nearest(some(4), [known('A', (_, k) => (k < 4 ? wrong : 1))])).diagnoses).toHaveLength(1);
  });

  test('an unknown mistake gets no name', async () => {
    const unknown: Says = (_, k) => 30 + k;
    const bank = [known('A', everywhere), known('B', inTraining), known('C', (_, k) => (k < 5 ? 30 + k : 1))];
    const { diagnoses, left } = await nearest(unknown, bank);
    expect(diagnoses).toEqual([]);
    expect(left).toHaveLength(2);
  });
});

describe('edges', () => {
  const isEdge = (_: Forward, k: number): boolean => k < 8;
  const edged: Says = (_, k) => (k < 8 ? 60 + k : wrong);

  test('do not decide where something else is missed', async () => {
    const { diagnoses } = await nearest(edged, [known('A', everywhere)], isEdge);
    expect(diagnoses.map(({ id }) => id)).toEqual(['A']);
    expect(diagnoses[0].evidence).toMatch(
      /; 16 further violations at edge cases \(one value per channel, NaN, infinity\) were not used$/,
    );
    expect((await nearest(edged, [known('A', everywhere)])).diagnoses).toEqual([]);
  });

  test('decide where nothing else is missed', async () => {
    const only: Says = (_, k) => (k < 8 ? 60 + k : 1);
    const bank = [known('A', (_, k) => (k < 8 ? wrong : 1)), known('B', only)];
    expect((await nearest(only, bank, isEdge)).diagnoses.map(({ id }) => id)).toEqual(['B']);
  });
});

describe('besides', () => {
  const halfway: Says = (_, k) => (k < 10 ? wrong : 1);
  const ids = async (...given: Parameters<typeof nearest>): Promise<string[]> =>
    (await nearest(...given)).diagnoses.map(({ id }) => id);

  test('edges that the first leaves have a mistake of their own, told with how many', async () => {
    const isEdge = (_: Forward, k: number): boolean => k >= 16;
    const says: Says = (operation, k) => (k >= 16 ? 60 + k : halfway(operation, k));
    const bank = [known('A', halfway), known('B', (_, k) => (k >= 16 ? 60 + k : 1))];
    const { diagnoses } = await nearest(says, bank, isEdge);
    expect(diagnoses.map(({ id }) => id)).toEqual(['A', 'B']);
    expect(diagnoses[0].evidence).toBe(
      'agrees with this mistake on 72 of 80 results of 40 probe calls (within rounding); explains all 20 that violate the specification',
    );
    expect(diagnoses[1].evidence).toBe(
      'explains, within rounding, 8 further results that violate the specification, in train_forward (y), infer_forward (y), and gets nothing else wrong there',
    );
  });

  test('nothing is read from single values', async () => {
    const isEdge = (_: Forward, k: number): boolean => k >= 16;
    const says: Says = (operation, k) => (k >= 16 ? 60 + k : halfway(operation, k));
    const bank = [known('A', halfway), known('B', (_, k) => (k >= 16 ? 60 + k : 1))];
    expect(await ids(says, bank, isEdge, 'single')).toEqual(['A']);
  });

  test('nothing is named that gets edges wrong which are right', async () => {
    const isEdge = (_: Forward, k: number): boolean => k >= 15;
    const says: Says = (operation, k) => (k >= 16 ? 60 + k : halfway(operation, k));
    expect(await ids(says, [known('A', halfway), known('B', (_, k) => (k >= 15 ? 60 + k : 1))], isEdge)).toEqual(['A']);
  });

  test('a few results are explained by what is right everywhere else', async () => {
    const says = except(halfway, 3);
    const other = except(() => 1, 3);
    expect(await ids(says, [known('A', halfway), known('B', other)])).toEqual(['A', 'B']);
    expect(await ids(says, [known('A', halfway), known('B', except(other, 15))])).toEqual(['A']);
    expect(await ids(says, [known('B', other)])).toEqual([]);
  });

  test('the one that explains most is named, and in all not more than three', async () => {
    const says: Says = (operation, k) => (operation === 'trainForward' ? except(halfway, 3)(operation, k) : 40 + k);
    const most: Says = (operation, k) => (operation === 'trainForward' ? 1 : 40 + k);
    const isEdge = (operation: Forward, k: number): boolean => operation === 'inferForward' || k === 3;
    const first = ['A', 'C', 'D'].map((id) =>
      known(id, (operation, k) => (operation === 'trainForward' ? halfway(operation, k) : 1)),
    );
    const bank = [
      ...first,
      known(
        'B1',
        except(() => 1, 3),
      ),
      known('B2', most),
    ];
    expect(await ids(says, bank, isEdge)).toEqual(['A', 'C', 'B2']);
  });

  test('a variant of what is named is nothing besides', async () => {
    const says = except(halfway, 3);
    const isEdge = (_: Forward, k: number): boolean => k === 3;
    const bankOf = (id: string): Mutant[] => [
      known('QQ01a', halfway),
      known(
        id,
        except(() => 1, 3),
      ),
    ];
    expect(await ids(says, bankOf('QQ01b'), isEdge)).toEqual(['QQ01a']);
    expect(await ids(says, bankOf('QQ02'), isEdge)).toEqual(['QQ01a', 'QQ02']);
  });
});
