/**
 * A recorded call decoded from its bytes, with its answer and the correct answer: the only place where they are
 * decoded.
 */
import type { Tensor } from '../terms/contract.ts';
import type { AnyCall } from '../terms/named-tensors.ts';
import { type Operation, signatures, snakeCase, type TensorName } from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import { decodeRequest } from '../wire/requests-and-answers.ts';
import { decodeBlob } from '../wire/safetensors.ts';
import type { Counterexample } from './report.ts';

export interface CallView {
  readonly operation: Operation;
  readonly call: AnyCall;
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
  readonly name: TensorName;
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
  const scalars = signatures[op].scalars.map((name) => [name, (call as AnyCall)[name] as number] as const);
  return { operation: op, call, scalars };
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

function outputsIn(operation: Operation, answer: Tensors, truth: Tensors): AnsweredOutput[] {
  return signatures[operation].outputs.flatMap((name): AnsweredOutput[] => {
    const actual = answer.get(snakeCase(name));
    if (actual === undefined) return [];
    const [right, low, bound] = ['', '_low', '_bound'].map((suffix) => truth.get(snakeCase(name) + suffix));
    if (!right || !low || !bound || right.shape.join() !== actual.shape.join()) return [{ name, actual }];
    return [{ name, actual, exact: valuesOf(right), low: valuesOf(low), bound: valuesOf(bound) }];
  });
}
