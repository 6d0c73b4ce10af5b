/**
 * One failed clause in full, line by line: the case, expected against actual, error against bound, and the command to
 * reproduce it.
 */
import { signatures, snakeCase } from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import type { CallView } from './exchange-view.ts';
import { fromJsonNumber } from './json-number.ts';
import { brief, decimal, forms } from './number-forms.ts';
import { shownLine, shownMessage } from './untrusted-text.ts';
import { type Report, replayCommand, type Worst } from './report.ts';
import type { ClauseView, CounterexampleView } from './report-view.ts';

/** Most values of one tensor that are printed to a terminal. */
const shownValues = 12;

export function details(
  { shown, worst, message, replay }: ClauseView,
  report: Pick<Report, 'program' | 'command'>,
): string[] {
  return [
    ...(message ? shownMessage(message).split('\n') : []),
    ...(shown ? counterexampleLines(shown) : []),
    ...(shown && worst ? [errorLine(worst)] : []),
    ...(replay ? [`again     ${shownLine(replayCommand(report, replay))}`] : []),
  ];
}

function counterexampleLines({ exchanges, number }: CounterexampleView): string[] {
  const calls = exchanges.flatMap((exchange, i) => {
    const title = exchanges.length > 1 ? `call ${i + 1}  ` : 'case    ';
    return callLines(title, exchange);
  });
  if (number === undefined) return calls;
  const { name, expected, actual, dtype } = number;
  return [...calls, name, `  expected  ${forms(expected, dtype)}`, `  actual    ${forms(actual, dtype)}`];
}

const errorLine = ({ error, bound }: Worst): string =>
  `  error     ${brief(fromJsonNumber(error))}; allowed ${brief(fromJsonNumber(bound))}`;

function callLines(title: string, { operation, scalars, call }: CallView): string[] {
  const numbers = scalars.map(([name, value]) => `${name} ${String(value)}`);
  const tensors = signatures[operation].inputs.flatMap((name) => {
    const t = call[name];
    if (t === undefined) return [];
    const values = Array.from(valuesOf(t).subarray(0, shownValues), (value) => decimal(value, t.dtype));
    const more = t.data.length > shownValues ? `, … ${t.data.length - shownValues} more` : '';
    return [`  ${snakeCase(name).padEnd(13)} ${t.dtype}[${t.shape.join(',')}] = [${values.join(', ')}${more}]`];
  });
  return [`${title}  ${snakeCase(operation)}  ${numbers.join(', ')}`, ...tensors];
}
