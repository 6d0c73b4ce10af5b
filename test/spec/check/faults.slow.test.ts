/**
 * Fault injection in a whole run: the clause that met the fault fails by its name, the clauses before and after it are
 * judged, and neither a process nor a file is left.
 */
import { readdirSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { isFatal } from '../../../spec/check/trial/exchange.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { ClauseReport, Report } from '../../../spec/report/report.ts';
import { run } from '../../../spec/check/run.ts';
import { exitCodeOf } from '../../../spec/check/verdict.ts';
import type { Outcome } from '../../../spec/wire/outcome.ts';
import { type Limits, spawnTarget } from '../../../spec/wire/process.ts';
import { type FarSide, farSide, leftBehind, temporaryFolder } from '../wire/far-side.ts';
import { type Fault, faults, lateFaults, possible, wrongAnswers } from '../wire/faults.ts';

const scratch = temporaryFolder();
vi.stubEnv('TMPDIR', scratch);
/** Beside the folders of the far sides' programs. */
const filesLeft = (): string[] => readdirSync(scratch).filter((name) => !name.startsWith('bnspec-test-'));

const hello = `send(hello(request, { claims: '{"dtypes":["float32"],"parameterDtypes":[]}' }));`;
const patient: Limits = { timeoutMs: 20_000, firstTimeoutMs: 20_000 };
const hasty: Limits = { timeoutMs: 500, firstTimeoutMs: 500, startTimeoutMs: 20_000 };

async function check(far: FarSide, limits: Limits, ids: RegExp, runs = 2): Promise<Report> {
  const target = await spawnTarget({ ...far, ...limits });
  try {
    return await run(target, {
      reference,
      claims: resolveClaims(target.claims),
      required: 'stable',
      seed: 1,
      runs,
      clauses: clauses.filter(({ id }) => ids.test(id)),
      command: '',
      diagnosis: { bank: () => Promise.resolve([]) },
    });
  } finally {
    await target.close();
  }
}

const clauseOf = ({ clauses: all }: Report, id: string): ClauseReport | undefined => all.find((each) => each.id === id);
const verdicts = (report: Report): Record<string, string> =>
  Object.fromEntries(report.clauses.map(({ id, verdict }) => [id, verdict]));

const named = (faultsOf: readonly Fault[]): readonly Fault[] =>
  faultsOf.filter(possible).filter(({ status }) => isFatal(status as Outcome<never>['status']));

test('without a fault every clause is judged, and passes', async () => {
  const far = farSide({ hello });
  const report = await check(far, patient, /^BN-(4\.1|7\.1|11\.1)$/);
  expect(verdicts(report)).toEqual({ 'BN-4.1': 'pass', 'BN-7.1': 'pass', 'BN-11.1': 'pass' });
  expect(await leftBehind(far)).toEqual([]);
});

describe.concurrent('an adapter that', () => {
  test.each([...named(faults), ...wrongAnswers.map((fault) => ({ ...fault, status: '' }))])(
    '$name',
    async ({ infer, node, status, says }) => {
      const far = farSide({ hello, infer, node });
      const report = await check(far, status === 'timeout' ? hasty : patient, /^BN-(4\.1|7\.1|11\.1)$/);
      expect(verdicts(report)).toEqual({ 'BN-4.1': 'pass', 'BN-7.1': 'fail', 'BN-11.1': 'pass' });
      const message = clauseOf(report, 'BN-7.1')?.message ?? '';
      expect(message).toMatch(new RegExp(`^${status}`));
      expect(message.slice(status === '' ? 0 : `${status}: `.length)).toMatch(says);
      expect(exitCodeOf(report)).toBe(1);
      expect(await leftBehind(far)).toEqual([]);
      expect(filesLeft()).toEqual([]);
    },
  );

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
