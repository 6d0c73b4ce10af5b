/**
 * One failed clause line by line: the case, expected against actual, error against bound, and the command to reproduce it.
 */
import { inputsOf } from '../terms/further-operations.ts';
import { snakeCase } from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import type { CallView } from './exchange-view.ts';
import { fromJsonNumber } from './json-number.ts';
import { layerScript } from './layer-script.ts';
import { brief, decimal, forms, times } from './number-forms.ts';
import { shownLine, shownMessage } from './untrusted-text.ts';
import { type Report, replayCommand, type Worst } from './report.ts';
import type { ClauseView, NumberView } from './report-view.ts';

/** Most values of one tensor that are printed. */
const shownValues = 12;

export function details(clause: ClauseView, report: Pick<Report, 'program' | 'command'>): string[] {
  const { shown, message } = clause;
  return [
    ...(message ? shownMessage(message).split('\n') : []),
    ...(shown ? callsLines(shown.exchanges) : []),
    ...(shown?.layerCalls ? layerScript(shown.layerCalls) : []),
    ...numberLines(clause),
    ...againLine(clause, report),
  ];
}

function callsLines(calls: readonly CallView[]): string[] {
  return calls.flatMap((call, i) => callLines(calls.length > 1 ? `call ${i + 1}  ` : 'case    ', call));
}

/** The number that failed, in every form, and how far it is off. */
export function numberLines({ shown, worst }: ClauseView): string[] {
  const { number } = shown ?? {};
  if (number === undefined) return [];
  const { name, expected, actual, dtype, law } = number;
  return [
    `${name}${law ? ', by a law' : ''}`,
    `  expected  ${forms(expected, dtype)}`,
    `  actual    ${forms(actual, dtype)}`,
    ...(worst ? [errorLine(worst, number)] : []),
  ];
}

function errorLine({ error, bound }: Worst, { law }: NumberView): string {
  const [off, allowed] = [error, bound].map(fromJsonNumber);
  return `  error     ${brief(off)}; allowed${law ? ' by the law' : ''} ${brief(allowed)}${times(off, allowed)}`;
}

/** The command that shows the counterexample again, where there is one. */
export const againLine = ({ replay }: ClauseView, report: Pick<Report, 'program' | 'command'>): string[] =>
  replay === undefined ? [] : [`again     ${shownLine(replayCommand(report, replay))}`];

function callLines(title: string, { operation, scalars, call }: CallView): string[] {
  const numbers = scalars.map(([name, value]) => `${snakeCase(name)} ${String(value)}`);
  const tensors = inputsOf(operation).flatMap((name) => {
    const t = call[name];
    if (t === undefined) return [];
    const values = Array.from(valuesOf(t).subarray(0, shownValues), (value) => decimal(value, t.dtype));
    const more = t.data.length > shownValues ? `, … ${t.data.length - shownValues} more` : '';
    return [`  ${snakeCase(name).padEnd(13)} ${t.dtype}[${t.shape.join(',')}] = [${values.join(', ')}${more}]`];
  });
  return [`${title}  ${snakeCase(operation)}  ${numbers.join(', ')}`, ...tensors];
}
