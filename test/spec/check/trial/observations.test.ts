/** What a run has seen is kept in one place: a grade only gets weaker, and calls are known by the target that was asked. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import plain from '../../../../impl/plain/index.ts';
import { grades, weaker } from '../../../../spec/accuracy/grade.ts';
import type { Exchange } from '../../../../spec/check/trial/exchange.ts';
import { Observations } from '../../../../spec/check/trial/observations.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';

const exchange = (operation: string, status = 'ok'): Exchange =>
  ({ operation, outcome: { status } }) as unknown as Exchange;

test('the grade is the weakest that was seen, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...grades)), (seen) => {
      const observations = new Observations();
      for (const grade of seen) observations.sawGrade(grade);
      expect(observations.measured).toBe(seen.length === 0 ? undefined : seen.reduce(weaker, 'exact'));
    }),
  );
});

test('the first call of each operation is that of its target, and stays', () => {
  const observations = new Observations();
  const [one, other] = [targetOf(plain), targetOf(plain)];
  const first = exchange('trainForward');
  observations.sawCall(one, first);
  observations.sawCall(one, exchange('trainForward'));
  expect(observations.firstCall(one, 'trainForward')).toBe(first);
  expect(observations.firstCall(other, 'trainForward')).toBeUndefined();
  expect(observations.firstCall(one, 'inferForward')).toBeUndefined();
});

test('hangs are counted by target and in all', () => {
  const observations = new Observations();
  const [one, other] = [targetOf(plain), targetOf(plain)];
  for (const status of ['timeout', 'crash', 'timeout']) observations.sawCall(one, exchange('trainForward', status));
  observations.sawCall(other, exchange('trainForward', 'timeout'));
  expect([observations.hangs(one), observations.hangs(other), observations.hangs()]).toEqual([2, 1, 3]);
});

test('trials beside the run see its calls and leave its grade as it is', () => {
  const observations = new Observations();
  const target = targetOf(plain);
  const first = exchange('trainForward');
  observations.sawCall(target, first);
  const aside = observations.aside();
  aside.sawGrade('wrong');
  expect(aside.firstCall(target, 'trainForward')).toBe(first);
  expect(observations.measured).toBeUndefined();
});
