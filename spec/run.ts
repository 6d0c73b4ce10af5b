/** Checks one target: every clause on generated cases, in the order of the text → Report. */
import { clauses as allClauses } from './clauses/index.ts';
import type { Clause } from './clause.ts';
import { diagnose, fatalOperations } from './diagnosis/diagnose.ts';
import { profileAdvice } from './diagnosis/profile-advice.ts';
import type { Exchange, Finding } from './evidence.ts';
import { expectFailures, type KnownFailure } from './expected.ts';
import { explore, type Exploration } from './explore.ts';
import {
  type ClauseReport,
  type Counterexample,
  fromJsonNumber,
  type Hardest,
  jsonNumber,
  type Report,
  type Worst,
} from './report/report.ts';
import type { Claims, Grade } from './terms/contract.ts';
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
  /** Known mistakes, to find the one that fits. Asked for where something failed. */
  readonly bank?: () => Promise<readonly Mutant[]>;
  /** Stop before the next clause; what is left is reported as not judged. */
  readonly signal?: AbortSignal;
}

/** A counterexample's place: written as `BN-3.2/42/0:1:1`. */
export interface Replay {
  readonly id: string;
  readonly seed: number;
  readonly path: string;
}

/** @throws SyntaxError where the token has another form */
export function parseReplay(token: string): Replay {
  const match = /^(BN-\d+\.\d+)\/(-?\d+)\/(\d+(?::\d+)*)$/.exec(token);
  if (!match) throw new SyntaxError(`"--replay" expected a token such as BN-3.2/42/0:1:1, got "${token}"`);
  return { id: match[1], seed: Number(match[2]), path: match[3] };
}

const formatReplay = ({ id, seed, path }: Replay): string => `${id}/${seed}/${path}`;

export async function run(target: Target, options: RunOptions): Promise<Report> {
  const { claims, required, reference, replay, onProgress, signal } = options;
  const seed = replay?.seed ?? options.seed;
  const wanted = options.clauses ?? allClauses;
  const chosen = replay ? allClauses.filter(({ id }) => id === replay.id) : wanted;
  const session: Session = { target, reference, claims, required, measured: 'exact', timeouts: 0 };
  const reports: ClauseReport[] = [];
  const counterexamples = new Map<Clause, readonly Exchange[]>();
  let hardest: Hardest | undefined;
  let stopped: string | undefined;
  for (const [done, clause] of chosen.entries()) {
    if (signal?.aborted) stopped ??= 'interrupted';
    if (stopped === undefined) {
      onProgress?.(done, chosen.length, clause);
      try {
        const path = replay && { path: replay.path };
        const found = await explore(clause, session, { seed, runs: options.runs, ...path });
        reports.push(reportOf(clause, seed, found));
        hardest = harder(hardest, clause, seed, found);
        if (found.verdict === 'fail' && clause.level === 'MUST')
          counterexamples.set(clause, found.counterexample?.exchanges ?? []);
        continue;
      } catch (error) {
        if (error instanceof RestartBudgetSpent) stopped = error.message;
        else reports.push(notJudged(clause, error instanceof Error ? describe(error) : String(error)));
        if (stopped === undefined) continue;
      }
    }
    reports.push(notJudged(clause, `not judged: ${stopped}`));
  }
  const report = { ...assemble(target, options, seed, session, reports), ...(hardest && { worst: hardest }) };
  if (report.verdict !== 'fails' || options.bank === undefined) return report;
  const surprising = new Set(report.clauses.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id));
  const failed = [...counterexamples.keys()].filter(({ id }) => surprising.has(id));
  if (failed.length === 0) return report;
  const surprises = failed.map((clause) => counterexamples.get(clause) ?? []);
  const mayTrain = !fatalOperations(surprises).has('trainForward');
  const advice = mayTrain && (await profileAdvice(session, failed, { seed, runs: options.runs }));
  const found = await diagnose(session, surprises, await options.bank());
  return { ...report, diagnosis: [...found, ...(advice ? [advice] : [])] };
}

function assemble(
  target: Target,
  { claims, required, command, inferred = [], known = [] }: RunOptions,
  seed: number,
  { measured }: Session,
  found: readonly ClauseReport[],
): Report {
  const { clauses, unexpected } = expectFailures(found, known);
  const judged = clauses.some(({ verdict }) => verdict === 'pass' || verdict === 'fail' || verdict === 'expected-fail');
  const verdict = verdictOf(clauses, judged, unexpected);
  return {
    suite: { version: suiteVersion, spec: specVersion, fixtures: 'none' },
    implementation: { name: target.name, ...(target.version !== undefined && { version: target.version }), claims },
    ...(inferred.length > 0 && { inferred }),
    command,
    seed,
    required,
    verdict,
    grade: verdict === 'error' ? null : measured,
    clauses,
    ...(unexpected.length > 0 && { unexpected }),
    diagnosis: [],
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

const describe = ({ message, cause }: Error): string =>
  cause instanceof Error ? `${message}: ${cause.message}` : message;

const sentence = ({ id, level, says }: Clause): Pick<ClauseReport, 'id' | 'level' | 'says'> => ({ id, level, says });

function notJudged(clause: Clause, message: string): ClauseReport {
  return { ...sentence(clause), verdict: 'error', runs: 0, message };
}

function reportOf(clause: Clause, seed: number, found: Exploration): ClauseReport {
  const { verdict, runs, worst, message, counterexample, path } = found;
  return {
    ...sentence(clause),
    verdict,
    runs,
    ...(message !== undefined && { message }),
    ...(worst && { worst: worstOf(worst) }),
    ...(counterexample && { counterexample: counterexampleOf(counterexample) }),
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

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const requestsOf = (exchanges: readonly Exchange[]): string[] =>
  exchanges.map((exchange, i) => base64(encodeExchange(exchange, i)));

function counterexampleOf({ exchanges, finding }: NonNullable<Exploration['counterexample']>): Counterexample {
  return {
    requests: requestsOf(exchanges),
    answers: exchanges.map(({ operation, outcome }, i) => base64(encodeAnswer(operation, outcome, String(i + 1)))),
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
