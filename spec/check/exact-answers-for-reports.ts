/** Correct answers for readers of a report: exact values and allowed errors of the calls of a counterexample. */
import { allowedErrors } from '../accuracy/allowed.ts';
import type { Growth } from '../accuracy/grade.ts';
import type { AnyExchange } from './trial/exchange.ts';
import type { Tensor } from '../terms/contract.ts';
import type { NamedTensors } from '../terms/named-tensors.ts';
import { type AnyTensor, dataOf, wireSignature } from '../terms/further-operations.ts';
import { snakeCase } from '../terms/operations.ts';
import { rightAnswer } from './trial/right-answer.ts';
import type { Session } from './trial/session.ts';
import { encodeBlob } from '../wire/safetensors.ts';

/** Most values of x for which a call is computed again: nobody reads more. */
const most = 2 ** 15;

/**
 * @param growth - of the bounds, in the comparison that failed
 * @returns a safetensors blob: for every output in the answer, float64 tensors `y` and `y_low`, whose sum is the exact value,
 *   and `y_bound`, the error that the required grade allows; undefined where there was no answer, or a call has no correct one
 */
export function exactAnswer(
  { operation, call, outcome }: AnyExchange,
  { claims, required, reference }: Session,
  growth: Growth = 'any-order',
): Uint8Array | undefined {
  if (outcome.status !== 'ok' || dataOf(operation, call).data.length > most) return undefined;
  const truth = rightAnswer(reference, operation, call, claims);
  if (truth === undefined) return undefined;
  const allowed = allowedErrors(operation, call, truth, { grade: required, claims, growth });
  const tensors = new Map<string, Tensor>();
  for (const name of wireSignature(operation).outputs as readonly AnyTensor[]) {
    const actual = (outcome.result as NamedTensors)[name];
    const exact = truth.outputs[name];
    if (actual === undefined || exact === undefined) continue;
    const { shape, hi, lo } = exact;
    const wire = snakeCase(name);
    tensors.set(wire, { dtype: 'float64', shape, data: hi });
    tensors.set(`${wire}_low`, { dtype: 'float64', shape, data: lo });
    tensors.set(`${wire}_bound`, { dtype: 'float64', shape, data: allowed(name, actual.dtype) });
  }
  return encodeBlob({ tensors, metadata: new Map() });
}
