/** Checks of far sides: a run by a process, what it says of three clauses, and what it leaves behind. */
import { readdirSync } from 'node:fs';
import { expect, vi } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { run } from '../../../spec/check/run.ts';
import { isFatal } from '../../../spec/check/trial/exchange.ts';
import { exitCodeOf } from '../../../spec/report/exit-code.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import type { ClauseReport, Report } from '../../../spec/report/report.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Outcome } from '../../../spec/wire/call-outcome.ts';
import { type Limits, spawnTarget } from '../../../spec/wire/process-target.ts';
import { afterFile } from '../../support/after-file.ts';
import { type FarSide, farSide, leftBehind, temporaryFolder } from '../wire/misbehaving-adapters.ts';
import { type Fault, possible } from '../wire/faults.ts';

let scratch: string | undefined;

/** The folder for temporary files, in the tests of one file. */
function scratchFolder(): string {
  if (scratch === undefined) {
    scratch = temporaryFolder();
    vi.stubEnv('TMPDIR', scratch);
    afterFile(() => {
      scratch = undefined;
      vi.unstubAllEnvs();
    });
  }
  return scratch;
}

/** Beside the folders of the far sides' programs. */
export const filesLeft = (): string[] =>
  readdirSync(scratchFolder()).filter((name) => !name.startsWith('bnspec-test-'));

export const hello: string = `send(hello(request, { claims: '{"dtypes":["float32"],"parameterDtypes":[]}' }));`;
export const patient: Limits = { timeoutMs: 20_000, firstTimeoutMs: 20_000, restarts: 250 };
export const hasty: Limits = { timeoutMs: 500, firstTimeoutMs: 500, startTimeoutMs: 20_000 };

export async function check(far: FarSide, limits: Limits, ids: RegExp, runs = 2): Promise<Report> {
  scratchFolder();
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

export const clauseOf = ({ clauses: all }: Report, id: string): ClauseReport | undefined =>
  all.find((each) => each.id === id);
export const verdicts = (report: Report): Record<string, string> =>
  Object.fromEntries(report.clauses.map(({ id, verdict }) => [id, verdict]));

export const named = (faultsOf: readonly Fault[]): readonly Fault[] =>
  faultsOf.filter(possible).filter(({ status }) => isFatal(status as Outcome<never>['status']));

/** One clause meets the fault, and the clauses before and after it do not. */
export async function expectNamed({ infer, node, status, says }: Fault): Promise<void> {
  const far = farSide({ hello, infer, ...(node && { node }) });
  const report = await check(far, status === 'timeout' ? hasty : patient, /^BN-(4\.1|7\.1|11\.1)$/);
  expect(verdicts(report)).toEqual({ 'BN-4.1': 'pass', 'BN-7.1': 'fail', 'BN-11.1': 'pass' });
  const message = clauseOf(report, 'BN-7.1')?.message ?? '';
  expect(message).toMatch(new RegExp(`^${status}`));
  expect(message.slice(status === '' ? 0 : `${status}: `.length)).toMatch(says);
  expect(exitCodeOf(report)).toBe(1);
  expect(await leftBehind(far)).toEqual([]);
  expect(filesLeft()).toEqual([]);
}
