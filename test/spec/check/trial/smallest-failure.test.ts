/** What is to blame for a case that fails decides which smaller cases may stand for it. */
import { describe, expect, test } from 'vitest';
import type { Exchange } from '../../../../spec/check/trial/exchange.ts';
import { Failure } from '../../../../spec/check/trial/smallest-failure.ts';
import { Falsified } from '../../../../spec/check/trial/clause-exceptions.ts';

const exchange = (status: string): Exchange =>
  ({ operation: 'trainForward', outcome: { status } }) as unknown as Exchange;
const calls = (count: number, status = 'ok'): Exchange[] => Array.from({ length: count }, () => exchange(status));
const objection = (belated = false): Falsified => new Falsified('says', undefined, belated);

describe('a smaller case', () => {
  test('stands for it, with its own objection and calls', () => {
    const failure = new Failure(objection(), calls(3), []);
    const [other, own] = [objection(), calls(2)];
    expect(failure.becomes(other, own)).toBe(true);
    expect(failure.objection).toBe(other);
    expect(failure.exchanges).toEqual(own);
  });

  test('does not where an earlier call may have caused its failure, unless one may have caused the first', () => {
    expect(new Failure(objection(false), calls(3), []).becomes(objection(true), calls(2))).toBe(false);
    expect(new Failure(objection(true), calls(3), []).becomes(objection(true), calls(2))).toBe(true);
    expect(new Failure(objection(true), calls(3), []).becomes(objection(false), calls(2))).toBe(true);
  });

  test('does not where the first fails only after a call of an earlier case, which comes first', () => {
    const [before, own] = [calls(1), calls(2)];
    const failure = new Failure(objection(true), own, before);
    expect(failure.needsEarlierCall).toBe(true);
    expect(failure.exchanges).toEqual([...before, ...own]);
    expect(failure.becomes(objection(false), calls(1))).toBe(false);
    expect(failure.exchanges).toHaveLength(3);
  });

  test('does not with several calls where one suffices', () => {
    expect(new Failure(objection(), calls(1), []).becomes(objection(), calls(2))).toBe(false);
    expect(new Failure(objection(), calls(1), []).becomes(objection(), calls(1))).toBe(true);
    expect(new Failure(objection(), calls(2), []).becomes(objection(), calls(3))).toBe(true);
  });
});

test('cases that ended the process are counted, the refused ones not', () => {
  const failure = new Failure(objection(), calls(1, 'crash'), []);
  expect(failure.fatal).toBe(1);
  failure.becomes(objection(), calls(1, 'timeout'));
  failure.becomes(objection(), calls(2, 'crash'));
  failure.becomes(objection(), calls(1, 'error'));
  expect(failure.fatal).toBe(2);
});
