/** Report of one clause, from its exploration. */
import type { Clause } from './trial/clause.ts';
import type { Exchange } from './trial/exchange.ts';
import type { Finding } from './trial/clause-exceptions.ts';
import { exactAnswer } from './exact-answers-for-reports.ts';
import type { Exploration } from './trial/explore.ts';
import { formatReplay } from './clause-patterns-and-replay-tokens.ts';
import { fromJsonNumber, jsonNumber } from '../report/json-number.ts';
import type { ClauseReport, Counterexample, Hardest, Worst } from '../report/report.ts';
import type { Session } from './trial/session.ts';
import { encodeAnswer, encodeRequest } from '../wire/requests-and-answers.ts';

export type Sentence = Pick<ClauseReport, 'id' | 'level' | 'says'>;

const sentence = ({ id, level, says }: Sentence): Sentence => ({ id, level, says });

export function notJudged(clause: Sentence, message: string): ClauseReport {
  return { ...sentence(clause), verdict: 'error', runs: 0, message };
}

/** @param refused - valid calls that were refused */
export function reportOf(
  clause: Sentence,
  seed: number,
  found: Exploration,
  session: Session,
  refused: number,
): ClauseReport {
  const { verdict, runs, worst, message, counterexample, path } = found;
  return {
    ...sentence(clause),
    verdict,
    runs,
    ...(refused > 0 && { refused }),
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

/** The Ks of different clauses count roundings of the same bound only where the required grade is demanded. */
export function harder(
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
  const at = finding ? exchanges.findIndex((each) => each === finding.exchange) : exchanges.length - 1;
  return {
    requests: requestsOf(exchanges),
    answers: exchanges.map(({ operation, outcome }, i) => base64(encodeAnswer(operation, outcome, String(i + 1)))),
    exact: exchanges.map((exchange) => base64(exactAnswer(exchange, session))),
    ...(at >= 0 && { exchange: at }),
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
