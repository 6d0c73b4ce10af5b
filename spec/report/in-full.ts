/**
 * A counterexample in full: its input to be pasted, what came back instead of an answer, and every element of the output
 * that failed.
 */
import { join } from 'node:path';
import { roundTo } from '../terms/dtype.ts';
import { coordinates } from '../terms/layout.ts';
import { snakeCase } from '../terms/operations.ts';
import { caseNames } from './case-files.ts';
import { againLine, numberLines } from './failure-details.ts';
import type { CallView } from './exchange-view.ts';
import { layerScript } from './layer-script.ts';
import { isComparable, type Judged, judged, worstFirst } from './judged.ts';
import { brief, decimal } from './number-forms.ts';
import { type Language, paste } from './paste/paste.ts';
import { shownLine, shownMessage } from './untrusted-text.ts';
import type { Report } from './report.ts';
import { valuesIn } from './simplest.ts';
import type { ClauseView, CounterexampleView } from './report-view.ts';

/** More values than these are no help on a screen: a file holds them. */
const mostValues = 240;

/** Elements of the output, the failed one included. */
const mostElements = 8;

export interface InFullOptions {
  readonly language: Language;
  /** Folder with the input. */
  readonly cases: string | undefined;
}

/** Lines to paste begin at the margin; the others are indented. */
export function inFull(clause: ClauseView, report: Report, { language, cases }: InFullOptions): string[] {
  const { id, message, shown } = clause;
  const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
  return [
    ...indented(message ? shownMessage(message).split('\n') : []),
    ...(shown ? inputLines(shown, language) : []),
    ...indented([
      ...numberLines(clause),
      ...(shown ? elementLines(shown) : []),
      ...(shown && cases !== undefined ? fileLines(cases, id, callsOf(shown)) : []),
      ...againLine(clause, report),
    ]),
  ];
}

const callsOf = ({ exchanges, layerCalls }: CounterexampleView): number => (layerCalls ?? exchanges).length;

function inputLines({ exchanges, layerCalls }: CounterexampleView, language: Language): string[] {
  return layerCalls ? ['', ...layerScript(layerCalls, language), ''] : callLines(exchanges, language);
}

function callLines(calls: readonly CallView[], language: Language): string[] {
  const values = valuesIn(calls);
  if (values <= mostValues) return ['', ...paste(calls, language), ''];
  const names = calls.map(({ operation, data }) => `${snakeCase(operation)} of ${data.dtype}[${data.shape.join(',')}]`);
  return [`  ${shownLine(names.join(', then '))}: ${values} values, which --cases DIR writes to a file`];
}

function fileLines(folder: string, id: string, calls: number): string[] {
  const [first, ...others] = caseNames(id, calls).map((name) => shownLine(join(folder, name)));
  return [`input     ${first}${others.length > 0 ? ` to ${others.at(-1)}` : ''}`];
}

/** The other elements of the output, against their exact values. */
function elementLines({ exchanges, number, place }: CounterexampleView): string[] {
  if (place === undefined || number?.law) return [];
  const output = exchanges[place.exchange].outputs.find(({ name }) => name === place.output);
  if (output === undefined || !isComparable(output) || output.actual.data.length === 1) return [];
  const { shape, dtype } = output.actual;
  const [, ...others] = worstFirst(judged(output), place.index);
  const shown = others.slice(0, mostElements - 1);
  const shownNumber = (value: number): string => decimal(roundTo(dtype, value), dtype);
  const row = ({ index, exact, value, error, bound, ratio }: Judged): string[] => [
    `[${coordinates(shape, index).join(', ')}]`,
    shownNumber(exact),
    shownNumber(value),
    brief(error),
    brief(bound),
    ratio > 1 ? 'wrong' : '',
  ];
  const left = others.length - shown.length;
  return [
    `other elements of ${snakeCase(place.output)}${left > 0 ? `, worst first; ${left} more in the JSON report` : ''}`,
    ...columns([['', 'expected', 'actual', 'error', 'allowed', ''], ...shown.map(row)]).map((line) => `  ${line}`),
  ];
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, k) => Math.max(...rows.map((row) => row[k].length)));
  return rows.map((row) =>
    row
      .map((cell, k) => cell.padEnd(widths[k]))
      .join('  ')
      .trimEnd(),
  );
}
