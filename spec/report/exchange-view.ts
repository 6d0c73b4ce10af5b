/**
 * A recorded call decoded from its bytes, with its answer and the correct answer: the only place where they are
 * decoded.
 */
import type { Tensor } from '../terms/contract.ts';
import type { NamedTensors } from '../terms/named-tensors.ts';
import { type AnyOperation, type AnyTensor, dataOf, wireSignature } from '../terms/further-operations.ts';
import { snakeCase } from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import { decodeRequest } from '../wire/requests-and-answers.ts';
import { decodeBlob } from '../wire/safetensors.ts';
import type { Counterexample } from './report.ts';

export interface CallView {
  readonly operation: AnyOperation;
  readonly call: NamedTensors & { readonly axis: number };
  /** x, or what the operation has in its place. */
  readonly data: Tensor;
  /** Those given, named as in `call`. */
  readonly scalars: readonly (readonly [name: string, value: number])[];
}

export interface ExchangeView extends CallView {
  /** `ok`, or the outcome in place of an answer. */
  readonly status: string;
  readonly message: string;
  readonly outputs: readonly AnsweredOutput[];
  /** Inputs that the call changed, and outputs that share memory, by name. */
  readonly mutated: string;
  readonly aliased: string;
}

export interface AnsweredOutput {
  readonly name: AnyTensor;
  readonly actual: Tensor;
  /** Absent where the call has no correct answer, or an output of another shape was returned. */
  readonly exact?: Float64Array;
  /** Remainder of the exact value: what a double cannot hold of it. */
  readonly low?: Float64Array;
  readonly bound?: Float64Array;
}

const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

/** @param request - a safetensors file in base64 */
export function callIn(request: string): CallView {
  const { op, call } = decodeRequest(bytesOf(request));
  const { scalars, optional } = wireSignature(op);
  const values = call as unknown as Readonly<Record<string, number | undefined>>;
  const given = [...scalars, ...optional].flatMap((name) =>
    values[name] === undefined ? [] : [[name, values[name]] as const],
  );
  return { operation: op, call, data: dataOf(op, call), scalars: given };
}

export function exchangesIn({ requests, answers, exact }: Counterexample): ExchangeView[] {
  return requests.map((request, i) => {
    const call = callIn(request);
    const { tensors, metadata } = decodeBlob(bytesOf(answers[i]));
    const truth = exact[i] ? decodeBlob(bytesOf(exact[i])).tensors : new Map<string, Tensor>();
    return {
      ...call,
      status: metadata.get('status') ?? 'error',
      message: metadata.get('message') ?? '',
      outputs: outputsIn(call.operation, tensors, truth),
      mutated: metadata.get('mutated') ?? '',
      aliased: metadata.get('aliased') ?? '',
    };
  });
}

type Tensors = ReadonlyMap<string, Tensor>;

function outputsIn(operation: AnyOperation, answer: Tensors, truth: Tensors): AnsweredOutput[] {
  return (wireSignature(operation).outputs as readonly AnyTensor[]).flatMap((name): AnsweredOutput[] => {
    const actual = answer.get(snakeCase(name));
    if (actual === undefined) return [];
    const [right, low, bound] = ['', '_low', '_bound'].map((suffix) => truth.get(snakeCase(name) + suffix));
    if (!right || !low || !bound || right.shape.join() !== actual.shape.join()) return [{ name, actual }];
    return [{ name, actual, exact: valuesOf(right), low: valuesOf(low), bound: valuesOf(bound) }];
  });
}
