/** Mistakes that explain together what none explains alone: two at once, one in each operation, or one besides. */
import { describe, expect, test } from 'vitest';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import {
  diagnosed,
  everywhere,
  except,
  type Forward,
  idsOf,
  inTraining,
  known,
  nearest,
  type Says,
  wrong,
  wrongOn,
} from './constant-answers.ts';

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

  test('must each be right where the target is right', async () => {
    const bank = [known('A', wrongOn(2, 9)), known('B', wrongOn(3))];
    expect(await idsOf(wrongOn(2, 3), bank)).toEqual([]);
    expect(await idsOf(wrongOn(2, 3), [...bank, known('C', wrongOn(2))])).toEqual(['B', 'C']);
  });

  test('are not looked for where one explains all', async () => {
    const bank = [known('A', wrongOn(2)), known('B', wrongOn(3)), known('C', wrongOn(2, 3))];
    expect(await idsOf(wrongOn(2, 3), bank)).toEqual(['C']);
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

  test('a place is named where the mistake would show in others, which are right', async () => {
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

describe('besides', () => {
  const halfway: Says = (_, k) => (k < 10 ? wrong : 1);
  const ids = async (...given: Parameters<typeof nearest>): Promise<string[]> =>
    (await nearest(...given)).diagnoses.map(({ id }) => id);

  test('edge cases that the first leaves have a mistake of their own, reported with their number', async () => {
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
