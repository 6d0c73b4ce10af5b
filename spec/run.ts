/** Checks one target: every clause on generated cases, in the order of the text → Report. */
import { clauses as allClauses } from './clauses/index.ts';
import type { Clause } from './clause.ts';
import { diagnose, fatalOperations } from './diagnosis/diagnose.ts';
import { profileAdvice } from './diagnosis/profile-advice.ts';
import type { Exchange, Finding } from './evidence.ts';
import { exactAnswer } from './exact.ts';
import { expectFailures, type KnownFailure } from './expected.ts';
import type { Exploration } from './explore.ts';
import { exploreAll } from './explore-all.ts';
import { Smoke, smokeEntries, type SmokeEntry } from './golden/smoke.ts';
import { Recorder } from './measure.ts';
import { takeProbes } from './probe.ts';
import {
  type ClauseReport,
  type Counterexample,
  type Diagnosis,
  fromJsonNumber,
  type Hardest,
  jsonNumber,
  type Report,
  type Worst,
} from './report/report.ts';
import type { Claims, Grade } from './terms/contract.ts';
import type { FixtureSet } from './terms/fixture.ts';
import type { Mutant } from './terms/mutant.ts';
import type { Reference } from './terms/truth.ts';
import type { Session } from './trial.ts';
import { suiteVersion, specVersion } from './version.ts';
import { encodeAnswer, encodeRequest } from './wire/message.ts';
import type { Target } from './wire/outcome.ts';
import { RestartBudgetSpent } from './wire/start-error.ts';

export interface RunOptions {
  readonly reference: Reference;
  readonly claims: Claims;
  readonly required: Exclude<Grade, 'wrong'>;
  readonly seed: number;
  /** Cases per clause. */
  readonly runs: number;
  /** Only these. Default: all. */
  readonly clauses?: readonly Clause[];
  /** Golden cases, to be run before the clauses, and which of their entries to report. Default: none. */
  readonly golden?: { readonly set: FixtureSet; readonly entries: readonly SmokeEntry[] };
  /** Go straight to one case of one clause. */
  readonly replay?: Replay;
  /** Failures that are known, among the clauses that are asked for. */
  readonly known?: readonly KnownFailure[];
  /** See Report.command. */
  readonly command: string;
  /** Conventions that were inferred, with their evidence. */
  readonly inferred?: readonly string[];
  /** Called before each clause. */
  readonly onProgress?: (done: number, total: number, clause: Clause) => void;
  /** Known mistakes that remember no call, to find the one that fits. Asked for where something failed. */
  readonly bank?: () => Promise<readonly Mutant[]>;
  /** Further processes of the same target, to share the clauses with. */
  readonly beside?: readonly Target[];
  /** The same target as if nothing had been asked of it, for the diagnosis. Default: the target itself. */
  readonly fresh?: () => Promise<Target>;
  /** Stop before the next clause; what is left is reported as not judged. */
  readonly signal?: AbortSignal;
}

/** A counterexample's place: written as `BN-3.2/42/0:1:1`, or as `FX.train_forward/1/hard` for a golden case. */
export interface Replay {
  readonly id: string;
  readonly seed: number;
  readonly path: string;
}

/** @throws SyntaxError where the token has another form */
export function parseReplay(token: string): Replay {
  const match = /^(BN-\d+\.\d+(?=\/-?\d+\/[\d:]+$)|FX\.[a-z_]+)\/(-?\d+)\/(\d+(?::\d+)*|[a-z][a-z0-9-]*)$/.exec(token);
  if (!match) throw new SyntaxError(`"--replay" expected a token such as BN-3.2/42/0:1:1, got "${token}"`);
  return { id: match[1], seed: Number(match[2]), path: match[3] };
}

const formatReplay = ({ id, seed, path }: Replay): string => `${id}/${seed}/${path}`;

export async function run(target: Target, options: RunOptions): Promise<Report> {
  const { claims, required, reference, replay, onProgress, signal } = options;
  const seed = replay?.seed ?? options.seed;
  const wanted = options.clauses ?? allClauses;
  const chosen = replay ? allClauses.filter(({ id }) => id === replay.id) : wanted;
  const session: Session = {
    target,
    reference,
    claims,
    required,
    measured: 'exact',
    timeouts: 0,
    timeoutsBefore: () => Promise.resolve(session.timeouts),
  };
  const reports: ClauseReport[] = [];
  const recorder = new Recorder();
  const failures: Failure[] = [];
  let hardest: Hardest | undefined;
  let stopped: string | undefined;
  if (options.golden !== undefined) {
    const smoked = await smoke(session, options.golden, seed, { signal, replay });
    reports.push(...smoked.reports);
    failures.push(...smoked.failures);
    ({ stopped } = smoked);
  }
  const path = replay && { path: replay.path };
  const how = { seed, runs: options.runs, ...path, beside: options.beside ?? [], stopped, signal, onProgress };
  const explored = await exploreAll(chosen, session, how);
  ({ stopped } = explored);
  for (const { clause, found, problem, recorded } of explored.clauses) {
    if (recorded) recorder.add(recorded);
    if (found === undefined) {
      reports.push(notJudged(clause, problem));
      continue;
    }
    reports.push(reportOf(clause, seed, found, session));
    hardest = harder(hardest, clause, seed, found);
    if (found.verdict === 'fail' && clause.level === 'MUST') {
      failures.push({ id: clause.id, clause, exchanges: found.counterexample?.exchanges ?? [] });
    }
  }
  const fatal = fatalOperations(failures.map(({ exchanges }) => exchanges));
  const report = { ...assemble(target, options, seed, session, reports), ...(hardest && { worst: hardest }) };
  const diagnosis: Diagnosis[] = [];
  // What was expected needs no explanation.
  const surprising = new Set(report.clauses.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id));
  const surprises = failures.filter(({ id }) => surprising.has(id));
  if (surprises.length > 0 && report.verdict === 'fails' && options.bank !== undefined) {
    const fresh = await options.fresh?.().catch(() => undefined);
    try {
      const mayTrain = !fatal.has('trainForward');
      const failed = surprises.flatMap(({ clause }) => clause ?? []);
      const advice = mayTrain && (await profileAdvice(session, failed, { seed, runs: options.runs }));
      const counterexamples = surprises.map(({ exchanges }) => exchanges);
      const found = await diagnose({ ...session, target: fresh ?? target }, counterexamples, await options.bank());
      diagnosis.push(...found, ...(advice ? [advice] : []));
    } finally {
      await fresh?.close();
    }
  }
  const asked = new Set(chosen.flatMap(({ needs }) => needs));
  const usable = target.operations.filter((operation) => asked.has(operation) && !fatal.has(operation));
  // Last, since what an implementation remembers of its calls must not be that of other ones.
  const probes = stopped === undefined ? await takeProbes(session, usable) : [];
  return { ...report, diagnosis, measurements: { outputs: recorder.outputs(), probes } };
}

/** A MUST that failed. Each failed call of the golden cases counts by itself, and belongs to no clause. */
interface Failure {
  readonly id: string;
  readonly clause?: Clause;
  readonly exchanges: readonly Exchange[];
}

interface Smoked {
  readonly reports: readonly ClauseReport[];
  readonly failures: readonly Failure[];
  readonly stopped?: string;
}

/** All golden cases run, in their order, since a mistake may live between two calls; some operations are reported. */
async function smoke(
  session: Session,
  { set, entries }: NonNullable<RunOptions['golden']>,
  seed: number,
  { signal, replay }: { signal: AbortSignal | undefined; replay: Replay | undefined },
): Promise<Smoked> {
  const wanted = replay ? smokeEntries.filter(({ id }) => id === replay.id) : entries;
  if (wanted.length === 0) return { reports: [], failures: [] };
  const run = new Smoke(session, replay && `${replay.id.slice('FX.'.length)}/${replay.path}`);
  let stopped: string | undefined;
  try {
    await run.run(set, signal);
    if (signal?.aborted) stopped = 'interrupted';
  } catch (error) {
    if (!(error instanceof RestartBudgetSpent)) throw error;
    stopped = error.message;
  }
  const found = wanted.map((entry) => ({ entry, exploration: run.of(entry.operation) }));
  const reports = found.map(({ entry, exploration }) =>
    stopped !== undefined && exploration.verdict !== 'fail'
      ? notJudged(entry, `not judged: ${stopped}`)
      : reportOf(entry, seed, exploration, session),
  );
  return {
    reports,
    failures: found.flatMap(({ entry: { id }, exploration: { counterexample } }) =>
      (counterexample?.exchanges ?? []).map((exchange) => ({ id, exchanges: [exchange] })),
    ),
    ...(stopped !== undefined && { stopped }),
  };
}

function assemble(
  target: Target,
  { claims, required, command, inferred = [], golden, known = [] }: RunOptions,
  seed: number,
  { measured }: Session,
  found: readonly ClauseReport[],
): Omit<Report, 'diagnosis' | 'measurements'> {
  const { clauses, unexpected } = expectFailures(found, known);
  const judged = clauses.some(({ verdict }) => verdict === 'pass' || verdict === 'fail' || verdict === 'expected-fail');
  const verdict = verdictOf(clauses, judged, unexpected);
  return {
    suite: { version: suiteVersion, spec: specVersion, fixtures: golden?.set.version ?? 'none' },
    implementation: { name: target.name, ...(target.version !== undefined && { version: target.version }), claims },
    ...(inferred.length > 0 && { inferred }),
    command,
    seed,
    required,
    verdict,
    grade: verdict === 'error' ? null : measured,
    clauses,
    ...(unexpected.length > 0 && { unexpected }),
  };
}

/**
 * A broken MUST decides; a clause that could not be judged leaves the whole open; a SHOULD never counts. What is known to
 * fail counts as little, but a list of known failures that is not true decides.
 */
function verdictOf(
  clauses: readonly ClauseReport[],
  judged: boolean,
  unexpected: readonly string[],
): Report['verdict'] {
  if (clauses.some(({ verdict }) => verdict === 'error') || !judged) return 'error';
  if (unexpected.length > 0) return 'fails';
  return clauses.some(({ verdict, level }) => verdict === 'fail' && level === 'MUST') ? 'fails' : 'conforms';
}

/** Exit code of a report (contract): 0 conforms, 1 does not, 4 incomplete, 5 nothing ran. */
export function exitCodeOf({ verdict, clauses }: Report): 0 | 1 | 4 | 5 {
  if (verdict === 'conforms') return 0;
  if (verdict === 'fails') return 1;
  return clauses.some(({ verdict: each }) => each === 'error') ? 4 : 5;
}

type Sentence = Pick<ClauseReport, 'id' | 'level' | 'says'>;

const sentence = ({ id, level, says }: Sentence): Sentence => ({ id, level, says });

function notJudged(clause: Sentence, message: string): ClauseReport {
  return { ...sentence(clause), verdict: 'error', runs: 0, message };
}

function reportOf(clause: Sentence, seed: number, found: Exploration, session: Session): ClauseReport {
  const { verdict, runs, worst, message, counterexample, path } = found;
  return {
    ...sentence(clause),
    verdict,
    runs,
    ...(message !== undefined && { message }),
    ...(worst && { worst: worstOf(worst) }),
    ...(counterexample && { counterexample: counterexampleOf(counterexample, session) }),
    ...(path !== undefined && { replay: formatReplay({ id: clause.id, seed, path }) }),
  };
}

const worstOf = ({ output, index, error, bound, K }: Finding): Worst => ({
  output,
  index,
  error: jsonNumber(error),
  bound: jsonNumber(bound),
  K: jsonNumber(K),
});

/** Only where the required grade is asked for do the Ks of different clauses count roundings of the same bound. */
function harder(
  sofar: Hardest | undefined,
  { id }: Clause,
  seed: number,
  { worst, worstCase, path }: Exploration,
): Hardest | undefined {
  if (!id.startsWith('BN-12.') || !worst || !worstCase || !Number.isFinite(worst.K)) return sofar;
  if (sofar !== undefined && fromJsonNumber(sofar.K) >= worst.K) return sofar;
  const replay = formatReplay({ id, seed, path: worstCase.path ?? path ?? '0' });
  return { clause: id, ...worstOf(worst), requests: requestsOf(worstCase.exchanges), replay };
}

const base64 = (bytes: Uint8Array = new Uint8Array()): string => Buffer.from(bytes).toString('base64');

const requestsOf = (exchanges: readonly Exchange[]): string[] =>
  exchanges.map((exchange, i) => base64(encodeExchange(exchange, i)));

function counterexampleOf(
  { exchanges, finding }: NonNullable<Exploration['counterexample']>,
  session: Session,
): Counterexample {
  return {
    requests: requestsOf(exchanges),
    answers: exchanges.map(({ operation, outcome }, i) => base64(encodeAnswer(operation, outcome, String(i + 1)))),
    exact: exchanges.map((exchange) => base64(exactAnswer(exchange, session))),
    ...(finding && {
      output: finding.output,
      index: finding.index,
      expected: jsonNumber(finding.expected),
      actual: jsonNumber(finding.actual),
      dtype: finding.dtype,
    }),
  };
}

const encodeExchange = ({ operation, call }: Exchange, i: number): Uint8Array =>
  encodeRequest(operation, call, String(i + 1));
