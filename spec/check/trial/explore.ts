/** Searches for a case that falsifies one clause; shrinks what it finds, sizes first and values last. */
import fc from 'fast-check';
import { seedFor } from '../../cases/random.ts';
import type { Clause } from './clause.ts';
import { Earlier } from './prior-calls.ts';
import { type Exchange, Falsified, type Finding, isFatal, NotApplicable } from './evidence.ts';
import type { Claims } from '../../terms/contract.ts';
import type { Recorder } from './recorder.ts';
import { type Session, Trial } from './trial.ts';
import { simplifyValues } from './simplify.ts';

export interface Exploration {
  readonly verdict: 'pass' | 'fail' | 'not-applicable' | 'error';
  /** Cases that were judged, before shrinking. */
  readonly runs: number;
  /** The comparison that came closest to its bound, or the one that failed. */
  readonly worst?: Finding;
  /** The calls of that comparison, and the path to them where they are not the counterexample. */
  readonly worstCase?: { readonly exchanges: readonly Exchange[]; readonly path?: string };
  /** Why it failed, or why it could not be judged. */
  readonly message?: string;
  readonly counterexample?: {
    readonly exchanges: readonly Exchange[];
    readonly finding?: Finding;
    /** The same before its values were replaced by simpler ones, which many mistakes get wrong alike. */
    readonly unsimplified?: readonly Exchange[];
  };
  /** fast-check's path to the counterexample. */
  readonly path?: string;
}

export interface ExploreOptions {
  readonly seed: number;
  readonly runs: number;
  /** Go straight to this case. */
  readonly path?: string;
  /** Counts errors until something fails: what shrinking tries is no sample of anything. */
  readonly recorder?: Recorder;
}

/**
 * A crash costs a restart and a hang a whole timeout, so only this many are spent on making one counterexample smaller;
 * none once hangs are known to be common.
 */
const patienceOf = async ({ timeoutsBefore }: Session): Promise<number> =>
  ((await timeoutsBefore?.()) ?? 0) > 3 ? 0 : 3;

/** How many cases, and which come first. */
export function plan(
  clause: Clause,
  claims: Claims,
  runs: number,
): { readonly numRuns: number; readonly examples: [unknown][] } {
  const examples = (clause.always?.(claims) ?? []).map((subject): [unknown] => [subject]);
  return { numRuns: examples.length + Math.max(1, Math.round(runs * (clause.effort ?? 1))), examples };
}

export async function explore(clause: Clause, session: Session, options: ExploreOptions): Promise<Exploration> {
  const missing = clause.needs.filter((operation) => !session.target.operations.includes(operation));
  if (missing.length > 0) return { verdict: 'not-applicable', runs: 0, message: `${missing.join(', ')} not offered` };
  const given = clause.given(session.claims);
  if (given === undefined) return { verdict: 'not-applicable', runs: 0, message: 'ruled out by the claims' };

  let judged = 0;
  let cases = 0;
  let fatal = 0;
  let reason: string | undefined;
  let worst: Finding | undefined;
  let worstCase: Exploration['worstCase'];
  let failure: { objection: Falsified; exchanges: readonly Exchange[] } | undefined;
  /** Calls of earlier cases without which the one that failed does not fail: then there is no smaller one. */
  let before: readonly Exchange[] = [];
  const earlier = new Earlier();

  /** Returns whether the clause objects. The last objection stands for the smallest counterexample so far. */
  const objects = async (subject: unknown): Promise<boolean> => {
    const trial = new Trial(session, failure === undefined ? options.recorder : undefined);
    cases += 1;
    try {
      await clause.holds(trial, subject);
    } catch (error) {
      if (error instanceof NotApplicable) {
        reason = error.message;
        return false;
      }
      if (!(error instanceof Falsified)) throw error;
      // What the case before has done is no property of this one.
      if (failure !== undefined && ((error.belated && !failure.objection.belated) || before.length > 0)) return false;
      if (failure?.exchanges.length === 1 && trial.exchanges.length > 1) return false;
      const isDeadly = trial.exchanges.some(({ outcome }) => isFatal(outcome.status));
      if (failure === undefined) {
        judged += 1;
        const mayBeKept = !isDeadly && (error.belated || clause.sequence === true);
        if (mayBeKept) before = await earlier.neededFor(clause, session, subject);
      }
      failure = { objection: error, exchanges: [...before, ...trial.exchanges] };
      if (isDeadly) fatal += 1;
      return true;
    }
    if (failure !== undefined) return false;
    earlier.add(trial.exchanges);
    judged += 1;
    if (trial.worst && (worst === undefined || trial.worst.K > worst.K)) {
      worst = trial.worst;
      worstCase = { exchanges: trial.exchanges, path: String(options.path ?? cases - 1) };
    }
    return false;
  };
  const outOfPatience = async (): Promise<boolean> => fatal > 0 && fatal > (await patienceOf(session));
  const property = fc.asyncProperty(given, async (subject) => (await outOfPatience()) || !(await objects(subject)));

  const { failed, errorInstance, counterexample, counterexamplePath } = await fc.check(property, {
    seed: seedFor(options.seed, clause.id),
    ...plan(clause, session.claims, options.runs),
    ...(options.path !== undefined && { path: options.path }),
  });

  if (failure === undefined) {
    if (failed) throw errorInstance;
    if (judged === 0) return { verdict: 'not-applicable', runs: 0, message: reason ?? 'nothing to judge' };
    return { verdict: 'pass', runs: judged, ...(worst && { worst }), ...(worstCase && { worstCase }) };
  }
  const { exchanges: unsimplified } = failure;
  if (fatal === 0 && clause.simplify !== false && before.length === 0)
    await simplifyValues(counterexample?.[0], objects);
  const { objection, exchanges } = failure;
  const { finding, message } = objection;
  return {
    verdict: 'fail',
    runs: judged,
    message: before.length > 0 ? `${message}, after a call of an earlier case` : message,
    ...(finding && { worst: finding, worstCase: { exchanges } }),
    counterexample: { exchanges, ...(finding && { finding }), unsimplified },
    // A path leads to one case.
    ...(counterexamplePath !== null && before.length === 0 && { path: counterexamplePath }),
  };
}
