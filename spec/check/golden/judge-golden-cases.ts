/**
 * The golden cases against a target: the first part of a check, on request. They are judged as in clauses, by the bounds of the
 * required grade. One entry of the report per operation, with an id like a clause's.
 */
import { Falsified, NotApplicable } from '../trial/clause-exceptions.ts';
import type { Exploration } from '../trial/explore.ts';
import type { Fixture, FixtureSet } from '../../terms/fixture.ts';
import { operations, type Operation, signatures, snakeCase } from '../../terms/operations.ts';
import { overBudget } from '../restart-limit.ts';
import type { Session } from '../trial/session.ts';
import type { Evidence } from '../trial/answered-call-counts.ts';
import { Trial } from '../trial/trial.ts';
import { attempt, type Attempt, withPatience } from '../trial/retry-timeouts.ts';
import { CannotGoOn } from '../../wire/start-error.ts';
import { applicable } from './applicable.ts';

export interface SmokeEntry {
  /** `FX.train_forward`. */
  readonly id: string;
  readonly level: 'MUST';
  readonly says: string;
  readonly operation: Operation;
}

/** In the order of the operations. */
export const smokeEntries: readonly SmokeEntry[] = operations.map((operation) => ({
  id: `FX.${snakeCase(operation)}`,
  level: 'MUST',
  says: `The golden cases of ${snakeCase(operation)} are answered within the bounds of the required grade.`,
  operation,
}));

export interface JudgeGoldenOptions {
  /** Skips to this case, and judges no other. */
  readonly only?: string | undefined;
  readonly evidence: Evidence;
  readonly signal?: AbortSignal | undefined;
}

/**
 * All cases of one operation, in their order, since a mistake may depend on two calls. After the first violation the rest are
 * only called.
 * @throws CannotGoOn
 */
export async function judgeGolden(
  operation: Operation,
  { fixtures }: FixtureSet,
  session: Session,
  { only, evidence, signal }: JudgeGoldenOptions,
): Promise<Exploration> {
  const { target, claims } = session;
  if (!target.operations.includes(operation)) return notApplicable(`${snakeCase(operation)} not offered`);
  const fallsBefore = target.falls?.().length ?? 0;
  let found: Exploration | undefined;
  try {
    for (const fixture of fixtures) {
      if (signal?.aborted) break;
      if (fixture.operation !== operation || !applicable(fixture, claims)) continue;
      const spent = overBudget(target.falls?.().slice(fallsBefore) ?? []);
      if (spent !== undefined) throw new CannotGoOn(spent);
      const judged = found?.verdict !== 'fail' && (only === undefined || only === fixture.id);
      const { trial, error } = await withPatience(session, () => attemptOne(fixture, session, judged));
      evidence.add(trial.evidence);
      if (judged && !(error instanceof NotApplicable)) found = after(found, fixture, trial, error);
      if (fixture.id === only) break;
    }
  } catch (error) {
    // A violation that was seen decides, whatever follows it.
    if (!(error instanceof CannotGoOn) || found?.verdict !== 'fail') throw error;
  }
  const [refusal = 'ruled out by the claims'] = evidence.of(operation).because.keys();
  return found ?? notApplicable(refusal);
}

const notApplicable = (message: string): Exploration => ({ verdict: 'not-applicable', runs: 0, message });

function after(
  before: Exploration | undefined,
  { id, note }: Fixture,
  trial: Trial,
  error: Falsified | undefined,
): Exploration {
  const runs = (before?.runs ?? 0) + 1;
  if (error === undefined) {
    const worst = [before?.worst, trial.worst].reduce((a, b) => (b && (!a || b.K > a.K) ? b : a), undefined);
    return { verdict: 'pass', runs, ...(worst && { worst }) };
  }
  const { finding, message } = error;
  return {
    verdict: 'fail',
    runs,
    message: `golden case ${id} (${note}): ${message}`,
    ...(finding && { worst: finding }),
    counterexample: { exchanges: trial.exchanges, ...(finding && { finding }) },
    path: id.slice(id.indexOf('/') + 1),
  };
}

function attemptOne({ operation, call }: Fixture, session: Session, judged: boolean): Promise<Attempt> {
  const trial = new Trial(session);
  return attempt(trial, async () => {
    const result = await trial.call(operation, call);
    if (judged) trial.judge({ operation, call, result }, signatures[operation].outputs, { judge: 'required' });
  });
}
