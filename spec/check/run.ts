/** Checks one target: every clause on generated cases, in the order of the specification → Report. */
import { fatalOperations } from '../diagnosis/name-mistakes.ts';
import { diagnose, type Failure } from '../diagnosis/diagnosis-and-advice.ts';
import type { Diagnosis, Report } from '../report/report.ts';
import type { Operation } from '../terms/operations.ts';
import type { Target } from '../wire/target.ts';
import { interruptedAtOnce } from './interrupted-report.ts';
import { CannotGoOn } from '../wire/start-error.ts';
import { judge } from './judge-target.ts';
import type { Judged } from './judged.ts';
import { chosenClauses, type RunOptions, seedOf } from './run-options.ts';
import { takeProbes } from './sample-answers-for-pictures.ts';
import { Observations } from './trial/observations.ts';
import type { Session } from './trial/session.ts';
import { assemble } from './verdict.ts';

export async function run(target: Target, options: RunOptions): Promise<Report> {
  const session = sessionOf(target, options);
  options.onStart?.(interruptedAtOnce(session, options));
  return conclude(session, options, await judge(session, options));
}

export function sessionOf(target: Target, { reference, claims, required }: RunOptions): Session {
  return { target, reference, claims, required, observations: new Observations() };
}

/** The report of what was judged, with its explanations. */
export async function conclude(session: Session, options: RunOptions, judged: Judged): Promise<Report> {
  const report = assemble(session, options, judged);
  const fatal = fatalOperations(judged.failures.map(({ exchanges }) => exchanges));
  const diagnosis = await unlessSpent([], () => explained(session, options, surprises(report, judged), fatal));
  // Last, since these calls must not affect the state that clauses see.
  const probes =
    judged.stopped === undefined
      ? await unlessSpent([], () => takeProbes(session, pictured(session, options, fatal)))
      : [];
  return { ...report, diagnosis, measurements: { outputs: judged.outputs, probes } };
}

/** Work after the verdict: it may use up what the run may lose, and the verdict stays. */
async function unlessSpent<T>(otherwise: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CannotGoOn) return otherwise;
    throw error;
  }
}

/** Failures that were not expected; expected ones need no explanation. */
function surprises({ clauses, verdict }: ReturnType<typeof assemble>, { failures }: Judged): readonly Failure[] {
  if (verdict !== 'fails') return [];
  const failed = new Set(clauses.filter((clause) => clause.verdict === 'fail').map(({ id }) => id));
  return failures.filter(({ id }) => failed.has(id));
}

/** @param fatal - operations that must not be called again */
async function explained(
  session: Session,
  { diagnosis, runs, ...options }: RunOptions,
  failures: readonly Failure[],
  fatal: ReadonlySet<Operation>,
): Promise<Diagnosis[]> {
  if (diagnosis === undefined || failures.length === 0) return [];
  return diagnose(session, failures, diagnosis, { seed: seedOf(options), runs, fatal });
}

/** Selected operations that may be called once more. */
function pictured({ target }: Session, options: RunOptions, fatal: ReadonlySet<Operation>): readonly Operation[] {
  const asked = new Set(chosenClauses(options).flatMap(({ needs }) => needs));
  return target.operations.filter((operation) => asked.has(operation) && !fatal.has(operation));
}
