/** Report of one clause, from its exploration. */
import type { AnyExchange, LayerExchange } from './trial/exchange.ts';
import type { Finding } from './trial/clause-exceptions.ts';
import { exactAnswer } from './exact-answers-for-reports.ts';
import type { Exploration } from './trial/explore.ts';
import { formatReplay, type Replay } from './clause-patterns-and-replay-tokens.ts';
import { jsonNumber } from '../report/json-number.ts';
import type { ClauseReport, Counterexample, Hardest, Worst } from '../report/report.ts';
import type { Session } from './trial/session.ts';
import type { Claims } from '../terms/contract.ts';
import { encodeLayerAnswer, encodeLayerRequest } from '../wire/layer-messages.ts';
import { encodeAnswer, encodeRequest } from '../wire/requests-and-answers.ts';

export type Sentence = Pick<ClauseReport, 'id' | 'level' | 'says'>;

export const sentence = ({ id, level, says }: Sentence): Sentence => ({ id, level, says });

export function notJudged(clause: Sentence, message: string): ClauseReport {
  return { ...sentence(clause), verdict: 'error', runs: 0, message };
}

/** Seed of the run, and the block of the clause's cases. */
export type Place = Pick<Replay, 'seed' | 'block'>;

export function reportOf(clause: Sentence, place: Place, found: Exploration, session: Session): ClauseReport {
  const { verdict, runs, worst, message, counterexample, path } = found;
  return {
    ...sentence(clause),
    verdict,
    runs,
    ...(message !== undefined && { message }),
    ...(worst && { worst: worstOf(worst) }),
    ...(counterexample && { counterexample: counterexampleOf(counterexample, session) }),
    ...(path !== undefined && { replay: formatReplay({ ...place, id: clause.id, path }) }),
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
export function hardestOf(
  id: string,
  place: Place,
  { worst, worstCase, path }: Exploration,
  { claims }: Session,
): Hardest | undefined {
  if (!worst || !worstCase || !counts(id, worst)) return undefined;
  const replay = formatReplay({ ...place, id, path: worstCase.path ?? path ?? '0' });
  return { clause: id, ...worstOf(worst), requests: requestsOf(worstCase.exchanges, claims), replay };
}

/** The same of the outputs that it is not about. */
export function hardestOfOthers(
  id: string,
  place: Place,
  { worst, closestByOutput = [] }: Exploration,
  { claims }: Session,
): Hardest[] {
  return closestByOutput
    .filter((other) => other.worst.output !== worst?.output && counts(id, other.worst))
    .map((other) => ({
      clause: id,
      ...worstOf(other.worst),
      requests: requestsOf(other.exchanges, claims),
      replay: formatReplay({ ...place, id, path: other.path }),
    }));
}

const counts = (id: string, { K }: Finding): boolean => id.startsWith('BN-12.') && Number.isFinite(K);

const base64 = (bytes: Uint8Array = new Uint8Array()): string => Buffer.from(bytes).toString('base64');

const requestsOf = (exchanges: readonly AnyExchange[], claims: Claims): string[] =>
  exchanges.map((exchange, i) => base64(encodeExchange(exchange, i, claims)));

function counterexampleOf(
  { exchanges, layerExchanges = [], finding }: NonNullable<Exploration['counterexample']>,
  session: Session,
): Counterexample {
  if (layerExchanges.length > 0) return layerCounterexampleOf(layerExchanges, finding, session.claims);
  const at = finding ? exchanges.findIndex((each) => each === finding.exchange) : exchanges.length - 1;
  return {
    requests: requestsOf(exchanges, session.claims),
    answers: exchanges.map(({ operation, outcome }, i) => base64(encodeAnswer(operation, outcome, String(i + 1)))),
    exact: exchanges.map((exchange) => base64(exactAnswer(exchange, session, finding?.growth))),
    ...(at >= 0 && { exchange: at }),
    ...numberOf(finding),
  };
}

const numberOf = (finding: Finding | undefined): Partial<Counterexample> =>
  finding === undefined
    ? {}
    : {
        output: finding.output,
        index: finding.index,
        expected: jsonNumber(finding.expected),
        actual: jsonNumber(finding.actual),
        dtype: finding.dtype,
        ...(finding.growth === undefined && { law: true as const }),
      };

/** A sequence of calls of layers, with the reading of their states. */
function layerCounterexampleOf(
  exchanges: readonly LayerExchange[],
  finding: Finding | undefined,
  { momentumWeights, runningVariance }: Claims,
): Counterexample {
  const conventions = { momentum_weights: momentumWeights, running_variance: runningVariance };
  const at = exchanges.findIndex((each) => each === finding?.layerExchange);
  return {
    requests: exchanges.map(({ command }, i) =>
      base64(encodeLayerRequest(command, String(i + 1), command.op === 'layerNew' ? conventions : {})),
    ),
    answers: exchanges.map(({ command, outcome }, i) => base64(encodeLayerAnswer(command.op, outcome, String(i + 1)))),
    exact: exchanges.map(() => ''),
    exchange: at >= 0 ? at : exchanges.length - 1,
    ...numberOf(finding),
  };
}

/** With the conventions that the exact answer depends on, for whoever has the request alone. */
function encodeExchange({ operation, call }: AnyExchange, i: number, claims: Claims): Uint8Array {
  const { momentumWeights, runningVariance } = claims;
  const conventions = { momentum_weights: momentumWeights, running_variance: runningVariance };
  return encodeRequest(operation, call, String(i + 1), 'momentum' in call ? conventions : {});
}
