/** Fault injection in a whole run, with a few of the faults: the clause that met one fails by its name. */
import { describe, expect, test } from 'vitest';
import { farSide, leftBehind } from '../wire/misbehaving-adapters.ts';
import { faults, wrongAnswers } from '../wire/faults.ts';
import { check, expectNamed, hello, named, patient, verdicts } from './check-misbehaving.ts';

test('without a fault every clause is judged, and passes', async () => {
  const far = farSide({ hello });
  const report = await check(far, patient, /^BN-(4\.1|7\.1|11\.1)$/);
  expect(verdicts(report)).toEqual({ 'BN-4.1': 'pass', 'BN-7.1': 'pass', 'BN-11.1': 'pass' });
  expect(await leftBehind(far)).toEqual([]);
});

describe.concurrent('an adapter that', () => {
  const few = [named(faults)[0], ...wrongAnswers.slice(0, 1).map((fault) => ({ ...fault, status: '' }))];
  const slow = named(faults)
    .filter(({ status }) => status === 'timeout')
    .slice(0, 1);
  test.each([...few, ...slow])('$name', expectNamed);
});
