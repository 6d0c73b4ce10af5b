/** The simplest condition that wrong calls share. */
import { expect, test } from 'vitest';
import { conditionOf, saysOf } from '../../../../spec/diagnosis/experiment/condition.ts';
import type { Traits } from '../../../../spec/diagnosis/hypothesis/traits.ts';

const call = (given: Partial<Traits>): Traits =>
  ({
    rank: 2,
    axis: 1,
    shape: [4, 3],
    N: 4,
    S: 1,
    C: 3,
    m: 4,
    size: 12,
    type: 'float32',
    xAtMean: false,
    offset: 1,
    reach: 1,
    ...given,
  }) as Traits;

const said = (calls: readonly Traits[], is: (traits: Traits) => boolean): string =>
  saysOf(conditionOf(calls.map((traits) => ({ traits, wrong: is(traits) }))));

const counts = Array.from({ length: 70 }, (_, i) => call({ m: i + 1, N: (i * 7) % 11, S: (i * 5) % 13 }));

test.each<[string, (traits: Traits) => boolean]>([
  ['m > 16', ({ m }) => m > 16],
  ['m < 9', ({ m }) => m < 9],
  ['m mod 16 is 15', ({ m }) => m % 16 === 15],
  ['m is odd', ({ m }) => m % 2 === 1],
  ['m is not a multiple of 4', ({ m }) => m % 4 !== 0],
  ['m is not 3', ({ m }) => m !== 3],
])('where %s', (says, is) => {
  expect(said(counts, is)).toBe(says);
});

test('a limit between two numbers far apart is a round one', () => {
  const far = [100, 110, 140, 150, 400].map((m) => call({ m }));
  expect(said(far, ({ m }) => m > 120)).toBe('m > 128');
  expect(said(far, ({ m }) => m < 120)).toBe('m < 128');
});

test('every call: there is nothing to say', () => {
  expect(said(counts, () => true)).toBe('');
});

test('a measured value that only right calls have says nothing', () => {
  const gamma = (largest: number): Partial<Traits> => ({ gamma: { largest } }) as unknown as Partial<Traits>;
  const alike = [call({}), call(gamma(2)), call(gamma(1.8359375))];
  expect(said(alike, (traits) => traits !== alike[2])).toBe('');
});
