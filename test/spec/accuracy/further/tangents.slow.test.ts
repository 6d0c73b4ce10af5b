/** No honest form of forward mode is blamed, nor, to first order, on more values; BNSPEC_CALLS sets the number of calls of each. */
import { expect, test } from 'vitest';
import { alarms } from './tangents-alarms.ts';
import { keepsBounds } from './tangents-first-order.ts';

const calls = Number(process.env['BNSPEC_CALLS'] ?? 3000);

test(`${calls} calls of each honest form keep their bounds`, { timeout: 36_000_000 }, () => {
  const found = alarms(calls, 43);
  expect(Object.values(found).flatMap((form) => form.alarms.slice(0, 2))).toEqual([]);
});

keepsBounds('train', [5], 1 / 6);
keepsBounds('infer', [5], 1 / 5);
