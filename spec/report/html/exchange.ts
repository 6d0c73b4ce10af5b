/** One recorded call of a counterexample, decoded from its bytes, with the correct answer. */
import type { Tensor } from '../../terms/contract.ts';
import type { AnyCall } from '../../terms/named-tensors.ts';
import { type Operation, signatures, snakeCase, type TensorName } from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import { decodeRequest } from '../../wire/message.ts';
import { decodeBlob } from '../../wire/safetensors.ts';
import { fromJsonNumber } from '../json-number.ts';
import type { Counterexample } from '../report.ts';

export interface AnsweredOutput {
  readonly name: TensorName;
  readonly actual: Tensor;
  /** Absent where the call has no correct answer, or an output of another shape was returned. */
  readonly exact?: Float64Array;
  readonly bound?: Float64Array;
}

export interface ShownExchange {
  readonly operation: Operation;
  readonly call: AnyCall;
  readonly scalars: readonly (readonly [name: string, value: number])[];
  /** `ok`, or the outcome in place of an answer. */
  readonly status: string;
  readonly message: string;
  readonly outputs: readonly AnsweredOutput[];
  /** Inputs that the call changed, and outputs that share memory, by name. */
  readonly mutated: string;
  readonly aliased: string;
}

const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

export function exchangesOf({ requests, answers, exact }: Counterexample): ShownExchange[] {
  return requests.map((request, i) => {
    const { op, call } = decodeRequest(bytesOf(request));
    const scalars = signatures[op].scalars.map((name) => [name, (call as AnyCall)[name] as number] as const);
    const { tensors, metadata } = decodeBlob(bytesOf(answers[i]));
    const truth = exact[i] ? decodeBlob(bytesOf(exact[i])).tensors : new Map<string, Tensor>();
    const outputs = signatures[op].outputs.flatMap((name): AnsweredOutput[] => {
      const actual = tensors.get(snakeCase(name));
      if (actual === undefined) return [];
      const [right, bound] = [truth.get(snakeCase(name)), truth.get(`${snakeCase(name)}_bound`)];
      const comparable = right !== undefined && bound !== undefined && right.shape.join() === actual.shape.join();
      return [{ name, actual, ...(comparable && { exact: valuesOf(right), bound: valuesOf(bound) }) }];
    });
    return {
      operation: op,
      call,
      scalars,
      status: metadata.get('status') ?? 'error',
      message: metadata.get('message') ?? '',
      outputs,
      mutated: metadata.get('mutated') ?? '',
      aliased: metadata.get('aliased') ?? '',
    };
  });
}

export interface Place {
  readonly exchange: number;
  readonly output: TensorName;
  /** Flat index of the element. */
  readonly index: number;
}

/**
 * Location of the failed number among the calls; undefined where it is not an element of any, but for example a sum in
 * a law.
 */
export function placeOf(counterexample: Counterexample, exchanges: readonly ShownExchange[]): Place | undefined {
  const { output, index = [], actual } = counterexample;
  if (actual === undefined) return undefined;
  const wanted = fromJsonNumber(actual);
  for (let i = exchanges.length - 1; i >= 0; i--) {
    const found = exchanges[i].outputs.find(({ name }) => name === output);
    if (found === undefined || found.actual.shape.length !== index.length) continue;
    if (index.some((coordinate, axis) => coordinate >= found.actual.shape[axis])) continue;
    const at = index.reduce((flat, coordinate, axis) => flat * found.actual.shape[axis] + coordinate, 0);
    if (Object.is(valuesOf(found.actual)[at] + 0, wanted + 0)) return { exchange: i, output: found.name, index: at };
  }
  return undefined;
}
