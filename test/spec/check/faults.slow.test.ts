/**
 * Fault injection in a whole run: the clause that met the fault fails by its name, the clauses before and after it are
 * judged, and neither a process nor a file is left.
 */
import { describe, expect, test } from 'vitest';
import { farSide, leftBehind } from '../wire/misbehaving-adapters.ts';
import { faults, lateFaults, wrongAnswers } from '../wire/faults.ts';
import { check, clauseOf, expectNamed, filesLeft, hello, named, patient, verdicts } from './check-misbehaving.ts';

describe.concurrent('an adapter that', () => {
  test.each([...named(faults), ...wrongAnswers.map((fault) => ({ ...fault, status: '' }))])('$name', expectNamed);

  /** Which later call tells depends on how fast things go. */
  test.each(named(lateFaults))('$name', async ({ infer }) => {
    const far = farSide({ hello, infer });
    const report = await check(far, patient, /^BN-(4\.1|7\.\d|11\.\d)$/, 10);
    expect(Object.values(verdicts(report))).not.toContain('error');
    expect(report.clauses.map(({ message }) => message).join('\n')).toMatch(/^(crash: exited|protocol-error: )/m);
    expect(await leftBehind(far)).toEqual([]);
    expect(filesLeft()).toEqual([]);
  });

  test('dies of NaN alone', async () => {
    const infer = `if (values('x').some(Number.isNaN)) process.exit(9); send(good(request));`;
    const far = farSide({ hello, infer });
    const report = await check(far, patient, /^BN-(7|10|11)\.\d+$/);
    const failed = report.clauses.filter(({ verdict }) => verdict === 'fail');
    expect(failed.map(({ id }) => id)).toEqual(['BN-10.3']);
    expect(failed[0].message).toMatch(/^crash: exited with code 9 before it answered/);
    expect(Object.values(verdicts(report))).not.toContain('error');
    expect(await leftBehind(far)).toEqual([]);
  });

  test('answers with other bits every second time', async () => {
    const infer = `globalThis.calls = (globalThis.calls ?? 0) + 1;
      send(answerWith(normalized().map((value) => value * (1 + (calls % 2) * 2 ** -23)), request));`;
    const far = farSide({ hello, infer });
    const report = await check(far, patient, /^BN-(7\.1|13\.5|11\.1)$/, 20);
    expect(verdicts(report)).toEqual({ 'BN-7.1': 'pass', 'BN-11.1': 'pass', 'BN-13.5': 'fail' });
    expect(clauseOf(report, 'BN-13.5')?.message).toMatch(/the same call gave other bits/);
    expect(await leftBehind(far)).toEqual([]);
  });
});
