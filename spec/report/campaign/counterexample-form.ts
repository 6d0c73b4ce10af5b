/** The form of a counterexample, without its numbers: by it, counterexamples that show the same are put together. */
import { snakeCase } from '../../terms/operations.ts';
import { exchangesIn } from '../exchange-view.ts';
import { fromJsonNumber, type JsonNumber } from '../json-number.ts';
import { layerCallsIn } from '../layer-script.ts';
import type { Counterexample } from '../report.ts';

/** `train_forward: inv_std (float32) is off`; `infer_forward (crash)`. */
export function formOf(counterexample: Counterexample): string {
  const calls = callsIn(counterexample).map(({ name, status }) => (status === 'ok' ? name : `${name} (${status})`));
  const wrong = wrongness(counterexample);
  return `${repeatsCounted(calls).join(', ')}${wrong === undefined ? '' : `: ${wrong}`}`;
}

function callsIn(counterexample: Counterexample): { readonly name: string; readonly status: string }[] {
  const ofLayers = layerCallsIn(counterexample);
  if (ofLayers)
    return ofLayers.map(({ command, outcome }) => ({ name: snakeCase(command.op), status: outcome.status }));
  return exchangesIn(counterexample).map(({ operation, status }) => ({ name: snakeCase(operation), status }));
}

/** `infer_forward twice` would be another form than once; ten times is none other than eleven. */
function repeatsCounted(calls: readonly string[]): string[] {
  const runs: { readonly call: string; length: number }[] = [];
  for (const call of calls) {
    const last = runs.at(-1);
    if (last?.call === call) last.length += 1;
    else runs.push({ call, length: 1 });
  }
  return runs.map(({ call, length }) =>
    length === 1 ? call : length === 2 ? `${call} twice` : `${call} several times`,
  );
}

function wrongness({ output, expected, actual, dtype, law }: Counterexample): string | undefined {
  if (output === undefined || expected === undefined || actual === undefined) return undefined;
  const [right, wrong] = [sortOf(expected), sortOf(actual)];
  const says = right === wrong ? 'is off' : `is ${wrong} instead of ${right}`;
  return `${snakeCase(output)} (${dtype}) ${says}${law ? ', by other answers' : ''}`;
}

function sortOf(value: JsonNumber): string {
  const number = fromJsonNumber(value);
  return Number.isNaN(number) ? 'NaN' : Number.isFinite(number) ? 'a number' : 'infinite';
}
