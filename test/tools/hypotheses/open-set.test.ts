/**
 * Each wrong implementation of the open set is wrong where its truth says so, in the outputs that it names, and right
 * elsewhere. Compared with `plain` alone: neither clauses nor diagnosis run here.
 */
import { describe, expect, test } from 'vitest';
import { always } from '../../../spec/diagnosis/hypothesis/hypothesis.ts';
import { openSet } from './open-set/index.ts';
import { judged, otherwiseWrong } from './open-set/witness.ts';
import type { Truth } from './judge.ts';

test('the open set has at least 64 implementations, each under a name of its own', () => {
  expect(openSet.length).toBeGreaterThanOrEqual(64);
  expect(new Set(openSet.map(({ id }) => id)).size).toBe(openSet.length);
});

describe.each(openSet)('$id', ({ implementation, truth }) => {
  const truths: readonly Truth[] = Array.isArray(truth) ? truth : [truth as Truth];

  test.each(truths)('is wrong in $outputs of $operations, where it is said to be', async (each) => {
    const { wrong, where, blamed, met, missed } = await judged(implementation(), each);
    expect(blamed).toEqual([]);
    expect([...wrong].toSorted()).toEqual([...each.outputs].toSorted());
    expect([...where].toSorted()).toEqual([...each.operations].toSorted());
    expect(met).toBeGreaterThan(0);
    if (each.when !== always) expect(missed).toBeGreaterThan(0);
  });

  test('answers rightly in the other operations', async () => {
    expect(await otherwiseWrong(implementation(), truths)).toEqual([]);
  });
});
