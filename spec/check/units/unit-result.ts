/** The result of one unit as plain data: all that the rest of a run needs to know of it, in this process or in another. */
import type { Grade } from '../../terms/contract.ts';
import type { AnyOperation } from '../../terms/further-operations.ts';
import { type JsonNumber, jsonNumber } from '../../report/json-number.ts';
import type { OutputMeasurement } from '../../report/measurements.ts';
import type { Counterexample, Hardest, Worst } from '../../report/report.ts';
import { hardestOf, hardestOfOthers, type Place, reportOf, type Sentence } from '../clause-report.ts';
import type { Evidence, EvidenceData } from '../trial/answered-call-counts.ts';
import type { Recorder } from '../trial/error-recorder.ts';
import type { Exploration } from '../trial/explore.ts';
import type { PairCounts } from '../trial/pair-counts.ts';
import type { Session } from '../trial/session.ts';
import { type ExchangeData, layerToData, toData } from './exchange-data.ts';

export interface UnitResult {
  /** See Unit. */
  readonly name: string;
  /** Id of the clause, or of the golden entry. */
  readonly id: string;
  /** `error`: it could not be judged. */
  readonly verdict: Exploration['verdict'];
  readonly runs: number;
  readonly message?: string;
  readonly worst?: Worst;
  readonly counterexample?: Counterexample;
  readonly replay?: string;
  readonly hardest?: Hardest;
  /** The same of the outputs that it is not about, for a campaign. */
  readonly hardestOfOthers?: readonly Hardest[];
  /** For the diagnosis. */
  readonly failure?: FailureData;
  /** Weakest grade that the clauses of accuracy have seen. */
  readonly grade?: Grade;
  readonly evidence: EvidenceData;
  readonly outputs: readonly OutputMeasurement[];
  /** Present for a clause whose cases combine aspects: see PairCounts. */
  readonly pairs?: readonly number[];
  /** Calls that were answered only when they were asked again. */
  readonly late?: readonly (readonly [AnyOperation | 'layer', number])[];
  /** End of the process, each time that it was replaced. */
  readonly falls?: readonly string[];
  /** Reason why nothing can follow. */
  readonly end?: string;
}

export interface FailureData {
  readonly exchanges: readonly ExchangeData[];
  /** Calls of layers, where the clause is about them. */
  readonly layerExchanges?: readonly ExchangeData[];
  readonly unsimplified?: readonly ExchangeData[];
  readonly finding?: { readonly output: string; readonly expected: JsonNumber; readonly actual: JsonNumber };
}

/** Counts of all that was called while a unit was judged. */
export interface Counted {
  readonly recorder: Recorder;
  readonly evidence: Evidence;
  readonly pairs: PairCounts | undefined;
}

/** The end of the unit, if it did not end by itself. */
export interface Ending {
  readonly falls: readonly string[];
  readonly end?: string | undefined;
}

interface Identity {
  readonly name: string;
  readonly sentence: Sentence;
}

/**
 * @param place - where its cases are from
 * @param session - whose observations are those of this unit
 */
export function judgedUnit(
  { name, sentence }: Identity,
  place: Place,
  found: Exploration,
  session: Session,
  counted: Counted,
  ending: Ending,
): UnitResult {
  const { verdict, runs, message, worst, counterexample, replay } = reportOf(sentence, place, found, session);
  const hardest = hardestOf(sentence.id, place, found, session);
  const others = hardestOfOthers(sentence.id, place, found, session);
  return {
    name,
    id: sentence.id,
    verdict: verdict as Exploration['verdict'],
    runs,
    ...(message !== undefined && { message }),
    ...(worst && { worst }),
    ...(counterexample && { counterexample }),
    ...(replay !== undefined && { replay }),
    ...(hardest && { hardest }),
    ...(others.length > 0 && { hardestOfOthers: others }),
    ...(verdict === 'fail' && sentence.level === 'MUST' && { failure: failureOf(found) }),
    ...observed(session, counted, ending),
  };
}

export function unitInError(
  { name, sentence: { id } }: Identity,
  message: string,
  session: Session,
  counted: Counted,
  ending: Ending,
): UnitResult {
  return { name, id, verdict: 'error', runs: 0, message, ...observed(session, counted, ending) };
}

function observed(
  { observations }: Session,
  { recorder, evidence, pairs }: Counted,
  { falls, end }: Ending,
): Pick<UnitResult, 'grade' | 'evidence' | 'outputs' | 'pairs' | 'late' | 'falls' | 'end'> {
  const late = [...observations.late()];
  return {
    ...(observations.measured !== undefined && { grade: observations.measured }),
    evidence: evidence.toData(),
    outputs: recorder.outputs(),
    ...(pairs && { pairs: pairs.toData() }),
    ...(late.length > 0 && { late }),
    ...(falls.length > 0 && { falls }),
    ...(end !== undefined && { end }),
  };
}

function failureOf({ counterexample }: Exploration): FailureData {
  const { exchanges = [], layerExchanges = [], unsimplified = exchanges, finding } = counterexample ?? {};
  return {
    exchanges: exchanges.map(toData),
    ...(layerExchanges.length > 0 && { layerExchanges: layerExchanges.map(layerToData) }),
    ...(unsimplified !== exchanges && { unsimplified: unsimplified.map(toData) }),
    ...(finding && {
      finding: {
        output: finding.output,
        expected: jsonNumber(finding.expected),
        actual: jsonNumber(finding.actual),
      },
    }),
  };
}
