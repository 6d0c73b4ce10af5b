/**
 * One failed clause in full, line by line: the case, expected against actual, error against bound, and the command to
 * reproduce it.
 */
import type { Tensor } from '../terms/contract.ts';
import type { AnyCall } from '../terms/named-tensors.ts';
import { type Operation, signatures, snakeCase } from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import { decodeRequest } from '../wire/message.ts';
import { brief, decimal, forms } from './numbers.ts';
import { shownLine, shownMessage } from './plain-text.ts';
import { fromJsonNumber } from './json-number.ts';
import type { ClauseReport, Report } from './report.ts';

/** Most values of one tensor that are printed to a terminal. */
const shownValues = 12;

export function details(clause: ClauseReport, report: Report): string[] {
  const { counterexample, worst, message, replay } = clause;
  const lines: string[] = [];
  if (message) lines.push(...shownMessage(message).split('\n'));
  if (counterexample) {
    lines.push(
      ...counterexample.requests.flatMap((request, i) => requestLines(request, i, counterexample.requests.length)),
    );
    const { output, index, expected, actual, dtype = 'float32' } = counterexample;
    if (output !== undefined && index !== undefined && expected !== undefined && actual !== undefined) {
      lines.push(`${snakeCase(output)}[${index.join(', ')}]`);
      lines.push(`  expected  ${forms(fromJsonNumber(expected), dtype)}`);
      lines.push(`  actual    ${forms(fromJsonNumber(actual), dtype)}`);
    }
  }
  if (worst && counterexample) {
    const [error, bound] = [fromJsonNumber(worst.error), fromJsonNumber(worst.bound)];
    lines.push(`  error     ${brief(error)}; allowed ${brief(bound)}`);
  }
  if (replay) lines.push(`again     ${shownLine(replayCommand(report, replay))}`);
  return lines;
}

/** The command that reproduces this counterexample. */
export function replayCommand(report: Report, replay: string): string {
  // Everything after -- belongs to the adapter, so the token goes first.
  return `npx tsx spec/cli.ts check --replay ${replay} ${report.command}`;
}

function requestLines(base64: string, i: number, count: number): string[] {
  const { op, call } = decodeRequest(Buffer.from(base64, 'base64'));
  const scalars = signatures[op].scalars.map((name) => `${name} ${String((call as AnyCall)[name])}`);
  const title = `${count > 1 ? `call ${i + 1}  ` : 'case    '}  ${snakeCase(op)}  ${scalars.join(', ')}`;
  return [title, ...tensorLines(op, call)];
}

function tensorLines(op: Operation, call: object): string[] {
  return signatures[op].inputs.flatMap((name) => {
    const t = (call as Partial<Record<string, Tensor>>)[name];
    if (t === undefined) return [];
    const values = Array.from(valuesOf(t).subarray(0, shownValues), (value) => decimal(value, t.dtype));
    const more = t.data.length > shownValues ? `, … ${t.data.length - shownValues} more` : '';
    return [`  ${snakeCase(name).padEnd(13)} ${t.dtype}[${t.shape.join(',')}] = [${values.join(', ')}${more}]`];
  });
}
