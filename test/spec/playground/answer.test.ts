/** The page takes a report or a sentence from the worker, and nothing else. */
import { expect, test } from 'vitest';
import plain from '../../../impl/plain/index.ts';
import { answerIn } from '../../../spec/playground/answer.ts';
import { quickCheck } from '../../../spec/playground/quick-check.ts';

test.each([
  undefined,
  7,
  {},
  '',
  'null',
  '[]',
  '{"report":{}}',
  '{"report":{"verdict":"conforms","clauses":[{"id":"<img src=x>"}]}}',
  '{"message":{"html":"<b>"}}',
])('%j is no answer', (text) => {
  expect(answerIn(text)).toMatchObject({ kind: 'problem', message: expect.stringContaining('no report') as string });
});

test('a sentence is one', () => {
  expect(answerIn('{"message":"Error: no"}')).toEqual({ kind: 'problem', message: 'Error: no' });
});

test('a report is one, and one with a key more is none', async () => {
  const report = await quickCheck(plain, () => false);
  expect(report.verdict).toBe('conforms');
  expect(answerIn(JSON.stringify({ report }))).toEqual({ kind: 'report', report: JSON.parse(JSON.stringify(report)) });
  expect(answerIn(JSON.stringify({ report: { ...report, more: 1 } }))).toMatchObject({ kind: 'problem' });
});
