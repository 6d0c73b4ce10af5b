/** Finds the common property of wrong calls among traits that are nothing but lists of calls. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conditionOf } from '../../../spec/diagnosis/common-condition.ts';
import type { Trait } from '../../../spec/diagnosis/call-traits.ts';

/** A list of calls out of 0 to 19. */
const calls = 20;
const listOf = (holds: (call: number) => boolean): boolean[] => Array.from({ length: calls }, (_, i) => holds(i));
const trait = (says: string, holds: (call: number) => boolean): Trait => ({ says, holds: listOf(holds) });
const below = (limit: number): Trait => trait(`below ${limit}`, (call) => call < limit);

function told(traits: readonly Trait[], wrong: (call: number) => boolean): object | undefined {
  const condition = conditionOf(traits, listOf(wrong));
  return condition && { ...condition, traits: condition.traits.map(({ says }) => says) };
}

test('the narrowest of those that all wrong calls meet', () => {
  expect(told([below(9), below(5), below(4), below(7)], (call) => call < 5)).toEqual({
    traits: ['below 5'],
    met: 5,
    wrong: 5,
  });
});

test('the first of those that are as narrow', () => {
  expect(told([below(9), trait('a', (call) => call < 5), trait('b', (call) => call < 5)], (call) => call < 5)).toEqual({
    traits: ['a'],
    met: 5,
    wrong: 5,
  });
});

describe('two parts', () => {
  const even = trait('even', (call) => call % 2 === 0);

  test('where both are needed', () => {
    expect(told([below(8), even, below(12)], (call) => call < 8 && call % 2 === 0)).toEqual({
      traits: ['below 8', 'even'],
      met: 4,
      wrong: 4,
    });
  });

  test('not where one of them says as much', () => {
    expect(told([below(8), below(12), even], (call) => call < 8)?.['traits' as never]).toEqual(['below 8']);
  });

  /** Wrong are calls 0 to 3. One part leaves `one` right ones, both leave `both`. */
  const leaving = (one: number, both: number): readonly Trait[] => [
    below(4 + one),
    trait('other', (call) => call < 4 + both || call >= 4 + one),
  ];
  test.each([
    [3, 1, ['below 7', 'other']],
    [2, 1, ['below 6']],
    [1, 0, ['below 5', 'other']],
  ])('where one leaves %d right ones and both leave %d: %j', (one, both, expected) => {
    expect(told(leaving(one, both), (call) => call < 4)).toMatchObject({ traits: expected, wrong: 4 });
  });
});

describe('none', () => {
  test('where fewer than three calls are wrong, or all are', () => {
    expect(told([below(2)], (call) => call < 2)).toBeUndefined();
    expect(told([below(3)], (call) => call < 3)).toMatchObject({ met: 3 });
    expect(told([below(19)], () => true)).toBeUndefined();
  });

  test('where no trait is shared by the wrong ones', () => {
    expect(told([below(4), below(5)], (call) => call < 6)).toBeUndefined();
    expect(told([], (call) => call < 6)).toBeUndefined();
  });

  test.each<[string, number, number, boolean]>([
    ['most calls that meet it are right', 3, 6, false],
    ['more than half of them are wrong', 3, 5, true],
    ['half of all calls meet it', 6, 10, true],
    ['more than half of all do', 6, 11, false],
    ['more than half of all do, and each of them is wrong', 15, 15, true],
  ])('where it would say little: %s', (_, wrong, met, is) => {
    expect(told([below(met)], (call) => call < wrong) !== undefined).toBe(is);
  });
});

test('whatever calls are wrong, all of them meet it, and the numbers are those of the calls', () => {
  const list = fc.array(fc.boolean(), { minLength: calls, maxLength: calls });
  const traits = fc.array(
    list.map((holds) => ({ says: '', holds })),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(traits, list, fc.nat(7), (some, other, chosen) => {
      const wrong = some[chosen % some.length].holds.map((is, i) => is && other[i]);
      const condition = conditionOf(some, wrong);
      if (condition === undefined) return;
      const meets = wrong.map((_, i) => condition.traits.every(({ holds }) => holds[i]));
      expect(wrong.every((is, i) => !is || meets[i])).toBe(true);
      expect(condition.met).toBe(meets.filter(Boolean).length);
      expect(condition.wrong).toBe(wrong.filter(Boolean).length);
    }),
  );
});
