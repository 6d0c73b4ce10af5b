/** Correct answers for readers of a report: exact values and allowed errors of the calls of a counterexample. */
import { accumulatorOf, boundsOf } from '../accuracy/bounds.ts';
import { stored } from '../accuracy/judge-element.ts';
import type { Exchange } from './trial/exchange.ts';
import type { Tensor } from '../terms/contract.ts';
import type { NamedTensors } from '../terms/named-tensors.ts';
import { signatures, snakeCase } from '../terms/operations.ts';
import { rightAnswer } from './trial/right-answer.ts';
import type { Session } from './trial/session.ts';
import { encodeBlob } from '../wire/safetensors.ts';

/** Most values of x for which a call is computed again: nobody reads more. */
const most = 2 ** 15;

/**
 * @returns a safetensors blob: for every output in the answer, float64 tensors `y` (the exact value) and `y_bound` (the
 * error that the required grade allows); undefined where there was no answer, or a call has no correct one
 */
export function exactAnswer({ operation, call, outcome }: Exchange, session: Session): Uint8Array | undefined {
  const { claims, required, reference } = session;
  if (outcome.status !== 'ok' || call.x.data.length > most) return undefined;
  const truth = rightAnswer(reference, operation, call, claims);
  if (truth === undefined) return undefined;
  const grade = required === 'exact' ? 'offset-free' : required;
  const bounds = boundsOf(operation, call, truth, { grade, claims, growth: 'any-order' });
  const accumulator = accumulatorOf(call.x.dtype, claims);
  const flushed = claims.subnormals === 'flushed';
  const tensors = new Map<string, Tensor>();
  for (const name of signatures[operation].outputs) {
    const actual = (outcome.result as NamedTensors)[name];
    const exact = truth.outputs[name];
    const bound = bounds[name];
    if (actual === undefined || exact === undefined || bound === undefined) continue;
    const { shape, hi } = exact;
    const allowed = bound.map((value, i) => stored(value, hi[i], actual.dtype, accumulator, flushed));
    tensors.set(snakeCase(name), { dtype: 'float64', shape, data: hi });
    tensors.set(`${snakeCase(name)}_bound`, { dtype: 'float64', shape, data: allowed });
  }
  return encodeBlob({ tensors, metadata: new Map() });
}
