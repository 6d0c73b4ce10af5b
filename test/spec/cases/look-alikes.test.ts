/** A key or a shortcut that looks at a part of an array meets, in every check, arrays that differ elsewhere alone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hiddenPlaces } from '../../../spec/cases/look-alikes.ts';
import { callOfStep, repetitions } from '../../../spec/cases/sequences.ts';
import { channelAxis } from '../../../spec/clauses/shapes.ts';
import { callOf, type Scenario } from '../../../spec/cases/scenario.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import type { NamedTensors } from '../../../spec/terms/named-tensors.ts';
import { operations, signatures } from '../../../spec/terms/operations.ts';
import { profiles } from '../../../spec/terms/profiles.ts';
import { sameBits, valuesOf } from '../../../spec/terms/tensor.ts';

const claims = profiles.onnx;

/** What programs take for the whole of an array. */
const keys: Readonly<Record<string, (values: Float64Array) => string>> = {
  'the ends': (values) => [...values.subarray(0, 8), ...values.subarray(-4), values[values.length >> 1]].join(),
  'every second': (values) => values.filter((_, i) => i % 2 === 0).join(),
  'every third': (values) => values.filter((_, i) => i % 3 === 0).join(),
  'every eighth': (values) => values.filter((_, i) => i % 8 === 0).join(),
  'the sum and the extremes': (values) => {
    const sorted = values.toSorted();
    return [sorted.reduce((sum, value) => sum + value, 0), sorted[0], sorted.at(-1)].join();
  },
};

const differs = (one: Tensor, other: Tensor): boolean => !sameBits(one, other);

describe.each(
  operations.flatMap((operation) => signatures[operation].inputs.map((name) => [operation, name] as const)),
)('%s, %s', (operation, name) => {
  test.each(Object.entries(keys))('in two calls that agree in all else, and here in %s', (_, key) => {
    const pairs = repetitions(claims)
      .filter(([one, other]) => one?.operation === operation && other?.operation === operation)
      .map((steps) => steps.slice(0, 2).map((step): NamedTensors => callOfStep(step, claims)));
    const alike = pairs.filter(([one, other]) => {
      const [mine, others] = [one[name], other[name]];
      if (mine === undefined || others === undefined || !differs(mine, others)) return false;
      const elsewhere = signatures[operation].inputs.filter((each) => each !== name);
      const [a, b] = [valuesOf(mine), valuesOf(others)];
      return a.length > 12 && key(a) === key(b) && elsewhere.every((each) => one[each] === other[each]);
    });
    expect(alike.length).toBeGreaterThan(0);
  });

  test('with all elements alike but one that few look at', () => {
    const cases = channelAxis.always?.(claims) as readonly Scenario[];
    const uniform = cases.filter((s) => {
      const given: NamedTensors = callOf[operation](s);
      const values = given[name] && valuesOf(given[name]);
      if (values === undefined || new Set(values).size !== 2) return false;
      return Object.entries(keys).every(
        ([what, key]) => what.startsWith('the sum') || new Set(key(values).split(',')).size === 1,
      );
    });
    expect(uniform.length).toBeGreaterThan(0);
  });
});

test('hidden places are neither at the ends, nor in the middle, nor at a multiple of anything', () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 3000 }), (length) => {
      for (const place of hiddenPlaces(length) ?? []) {
        expect(place).toBeGreaterThanOrEqual(8);
        expect(place).toBeLessThan(length - 4);
        expect(place).not.toBe(length >> 1);
        for (let k = 2; k < place; k++) expect(place % k).not.toBe(0);
      }
    }),
    { numRuns: 30 },
  );
});
