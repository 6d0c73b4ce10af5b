/** Few clauses are enough to know each famous mistake, and time that is up is said to be up. */
import { describe, expect, test } from 'vitest';
import plain from '../../../impl/plain/index.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { judged, quickCheck } from '../../../spec/playground/quick-check.ts';
import { templates } from '../../../spec/playground/templates.ts';
import type { InferForward } from '../../../spec/terms/contract.ts';

const exportOf = async (code: string): Promise<unknown> => {
  const { default: exported } = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`
  )) as { default: unknown };
  return exported;
};

test('judges by clauses that exist', () => {
  expect(judged.filter((id) => !clauses.some((clause) => clause.id === id))).toEqual([]);
});

describe.each(templates)('the template $id', ({ code, mistake }) => {
  test('gets its verdict and its diagnosis', async () => {
    const report = await quickCheck(await exportOf(code), () => false);
    expect(report.verdict).toBe(mistake === undefined ? 'conforms' : 'fails');
    const ids = report.diagnosis.map(({ id }) => id);
    // Where frameworks differ, the convention under which it would be right comes first.
    expect(ids.find((id) => id !== 'profile')).toBe(mistake);
  });
});

test('judges nothing once the time is up, and says so', async () => {
  const report = await quickCheck(await exportOf(templates[0].code), () => true);
  expect(report.verdict).toBe('error');
  expect(report.notes).toEqual([expect.stringContaining('the time was up')]);
});

test.each([
  [undefined, 'the default export expected an object'],
  [() => 1, 'the default export expected an object'],
  [{ name: 'mine', trainforward: () => 1 }, 'expected at least one of trainForward'],
  [{ name: 'mine', trainForward: 1 }, '"trainForward" expected a function'],
  [{ name: 'mine', trainForward: () => 1, claims: { dtypes: 'all' } }, 'claims'],
])('%j is nothing to check', async (exported, says) => {
  await expect(quickCheck(exported, () => false)).rejects.toThrow(says);
});

test('methods of a class keep their object', async () => {
  class Mine {
    readonly name = 'mine';
    readonly claims = { dtypes: ['float32'], channelAxis: 'any', singleValue: 'defined' };
    readonly right = (call: InferForward): unknown => plain.inferForward?.(call);
    inferForward(call: InferForward): unknown {
      return this.right(call);
    }
  }
  expect((await quickCheck(new Mine(), () => false)).verdict).toBe('conforms');
});
