/** A report prepared for display: its counterexamples are decoded from their bytes once, for every format. */
import type { DType } from '../terms/contract.ts';
import type { AnyTensor } from '../terms/further-operations.ts';
import { snakeCase } from '../terms/operations.ts';
import { type CallView, callIn, exchangesIn, type ExchangeView } from './exchange-view.ts';
import { fromJsonNumber } from './json-number.ts';
import { type LayerCallView, layerCallsIn } from './layer-script.ts';
import type { ClauseReport, Counterexample, Report } from './report.ts';

export interface ReportView extends Report {
  readonly clauses: readonly ClauseView[];
  /** The call that attains the largest K. */
  readonly hardest?: CallView;
}

export interface ClauseView extends ClauseReport {
  readonly shown?: CounterexampleView;
}

export interface CounterexampleView {
  /** Empty where the calls are of layers. */
  readonly exchanges: readonly ExchangeView[];
  readonly layerCalls?: readonly LayerCallView[];
  /** The number that failed, if any. */
  readonly number?: NumberView;
  /** Its place in an answer, where it is an element of one. */
  readonly place?: Place;
}

export interface NumberView {
  /** `inv_std[0]`. */
  readonly name: string;
  readonly expected: number;
  readonly actual: number;
  readonly dtype: DType;
  /** Not the exact value is expected, but what a law derives from other answers. */
  readonly law: boolean;
}

export interface Place {
  readonly exchange: number;
  readonly output: AnyTensor;
  /** Flat index of the element. */
  readonly index: number;
}

export function viewOf(report: Report): ReportView {
  const { clauses, worst } = report;
  return {
    ...report,
    clauses: clauses.map(clauseViewOf),
    ...(worst && { hardest: callIn(worst.requests[0]) }),
  };
}

export const clauseViewOf = (clause: ClauseReport): ClauseView => ({
  ...clause,
  ...(clause.counterexample && { shown: counterexampleIn(clause.counterexample) }),
});

function counterexampleIn(counterexample: Counterexample): CounterexampleView {
  const layerCalls = layerCallsIn(counterexample);
  if (layerCalls !== undefined) {
    const number = numberIn(counterexample);
    return { exchanges: [], layerCalls, ...(number && { number }) };
  }
  const exchanges = exchangesIn(counterexample);
  const [number, place] = [numberIn(counterexample), placeIn(counterexample, exchanges)];
  return { exchanges, ...(number && { number }), ...(place && { place }) };
}

function numberIn(counterexample: Counterexample): NumberView | undefined {
  const { output, index, expected, actual, dtype = 'float32', law = false } = counterexample;
  if (output === undefined || index === undefined || expected === undefined || actual === undefined) return undefined;
  const name = `${snakeCase(output)}[${index.join(', ')}]`;
  return { name, expected: fromJsonNumber(expected), actual: fromJsonNumber(actual), dtype, law };
}

function placeIn({ exchange, output, index }: Counterexample, exchanges: readonly ExchangeView[]): Place | undefined {
  if (exchange === undefined || index === undefined) return undefined;
  const found = exchanges[exchange].outputs.find(({ name }) => name === output);
  if (found === undefined) return undefined;
  const { shape } = found.actual;
  return { exchange, output: found.name, index: index.reduce((flat, at, axis) => flat * shape[axis] + at, 0) };
}
