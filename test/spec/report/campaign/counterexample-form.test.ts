/** The form of a counterexample names its calls and what is wrong, and none of its numbers. */
import { expect, test } from 'vitest';
import { formOf } from '../../../../spec/report/campaign/counterexample-form.ts';
import type { Counterexample } from '../../../../spec/report/report.ts';
import { encodeAnswer, encodeRequest } from '../../../../spec/wire/requests-and-answers.ts';
import { tensor } from '../../../../spec/terms/tensor.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const of = (statuses: readonly ('ok' | 'crash')[], number: Partial<Counterexample>): Counterexample => {
  const [x, one] = [tensor('float32', [1, 1], [3]), tensor('float32', [1], [1])];
  const call = { x, mean: one, variance: one, epsilon: 1, axis: 1 };
  const request = base64(encodeRequest('inferForward', call, '1'));
  const answers = statuses.map((status) =>
    base64(
      status === 'ok'
        ? encodeAnswer('inferForward', { status, result: { y: x }, mutated: [], aliased: [] }, '1')
        : encodeAnswer('inferForward', { status, message: 'gone' }, '1'),
    ),
  );
  return { requests: answers.map(() => request), answers, exact: answers.map(() => ''), ...number };
};

const y = { output: 'y', index: [0, 0], dtype: 'float32' } as const;

test.each([
  [['ok'], { ...y, expected: 1, actual: 2 }, 'infer_forward: y (float32) is off'],
  [['ok'], { ...y, expected: 1, actual: 'NaN' }, 'infer_forward: y (float32) is NaN instead of a number'],
  [['ok'], { ...y, expected: 'Infinity', actual: 1 }, 'infer_forward: y (float32) is a number instead of infinite'],
  [['ok'], { ...y, expected: 1, actual: 2, law: true }, 'infer_forward: y (float32) is off, by other answers'],
  [['ok', 'ok', 'crash'], {}, 'infer_forward twice, infer_forward (crash)'],
  [['ok', 'ok', 'ok', 'ok'], {}, 'infer_forward several times'],
] as const)('%j with %j: %s', (statuses, number, form) => {
  expect(formOf(of(statuses, number as Partial<Counterexample>))).toBe(form);
});
