/**
 * Requests and answers as safetensors blobs (BN-13). The envelope travels as strings in `__metadata__`. A request is
 * also a file: a counterexample consists of the bytes of the request that shows it.
 */
import type { Tensor } from '../terms/contract.ts';
import { type AnyCall, callFrom, resultFrom } from '../terms/named-tensors.ts';
import { camelCase, operations, signatures, snakeCase, type Calls, type Operation } from '../terms/operations.ts';
import type { Outcome } from './call-outcome.ts';
import { ofEarlier } from './earlier-call-mutations.ts';
import { type Blob, decodeBlob, encodeBlob, type Frame, frameOf, maxHeaderBytes, prefixBytes } from './safetensors.ts';
import { show, WireError } from './wire-error.ts';

export const protocolVersion = '1';

type Metadata = ReadonlyMap<string, string>;

/** One member per operation, so that testing `op` narrows the type of `call`. */
export type Request = {
  [O in Operation]: { readonly op: O; readonly call: Calls[O]; readonly id: string; readonly metadata: Metadata };
}[Operation];

/** @param extra - further metadata, such as `momentum_weights` and `running_variance` for `bnspec eval` */
export function requestBlob<O extends Operation>(
  op: O,
  call: Calls[O],
  id: string,
  extra: Readonly<Record<string, string>> = {},
): Blob {
  const { inputs, scalars } = signatures[op];
  const values: AnyCall = call;
  const metadata = new Map([...Object.entries(extra), ...envelope(snakeCase(op), id)]);
  for (const name of scalars) metadata.set(name, decimal(values[name] as number));
  return { tensors: named(call, inputs), metadata };
}

export const encodeRequest = <O extends Operation>(...request: Parameters<typeof requestBlob<O>>): Uint8Array =>
  encodeBlob(requestBlob(...request));

/** @throws WireError that names the tensor or field at fault */
export function decodeRequest(given: Uint8Array | Frame): Request {
  const { tensors, metadata } = decodeBlob(given);
  const id = checkVersion(metadata).get('id') ?? '';
  const name = metadata.get('op');
  const op = operations.find((operation) => snakeCase(operation) === name);
  if (op === undefined) {
    throw new WireError(`"op" expected ${operations.map(snakeCase).join(', ')}, got ${show(name)}`);
  }
  const { inputs, required, scalars } = signatures[op];
  const call: Record<string, Tensor | number> = { ...unnamed(tensors, inputs, `an input of ${name}`) };
  for (const input of required) {
    if (!(input in call)) throw new WireError(`${name} lacks the tensor ${show(snakeCase(input))}`);
  }
  for (const scalar of scalars) call[scalar] = readScalar(scalar, metadata.get(scalar));
  return { op, call: callFrom(op, call), id, metadata } as Request;
}

/** The content of a request without its tensors, even for an operation that does not exist. */
export function readEnvelope({ metadata }: Pick<Blob, 'metadata'>): { readonly op: string; readonly id: string } {
  return { op: metadata.get('op') ?? '', id: checkVersion(metadata).get('id') ?? '' };
}

/** The answer to an operation that this version does not know. */
export function encodeUnsupported(op: string, id: string): Uint8Array {
  const metadata = new Map(envelope(op, id)).set('status', 'unsupported');
  return encodeBlob({ tensors: new Map(), metadata: metadata.set('message', `there is no operation ${show(op)}`) });
}

/**
 * Outcomes that only a host can observe (crash, timeout) are not answers; a malformed request is answered with an
 * error.
 */
export function encodeAnswer<O extends Operation>(op: O, outcome: Outcome<O>, id: string): Uint8Array {
  const metadata = new Map(envelope(snakeCase(op), id));
  if (outcome.status !== 'ok') {
    if (outcome.status === 'protocol-error') metadata.set('status', 'error').set('reason', malformed);
    else metadata.set('status', outcome.status);
    return encodeBlob({ tensors: new Map(), metadata: metadata.set('message', bounded(outcome.message)) });
  }
  metadata.set('status', 'ok');
  if (outcome.mutated.length > 0) metadata.set('mutated', outcome.mutated.map(snakeCase).join(' '));
  if (outcome.aliased.length > 0) metadata.set('aliased', outcome.aliased.map(snakeCase).join(' '));
  return encodeBlob({ tensors: named(outcome.result, signatures[op].outputs), metadata });
}

/**
 * Size limit of the answer to this call: a header, and as many values for each output as x has, of the widest type. A
 * larger answer is wrong without being read.
 */
export function mostAnswerBytes<O extends Operation>(op: O, { x }: Calls[O]): number {
  return prefixBytes + maxHeaderBytes + signatures[op].outputs.length * x.data.length * 8;
}

/**
 * @param op - the requested operation
 * @param id - the request's id
 * @returns also a protocol-error, where the frame answers this call but its content is not a valid answer
 * @throws WireError for anything but the answer to this call: then the stream is out of step
 */
export function decodeAnswer<O extends Operation>(op: O, given: Uint8Array | Frame, id: string): Outcome<O> {
  const frame = frameOf(given);
  const { tensors, metadata } = decodeBlob(frame);
  checkEnvelope(metadata, snakeCase(op), id);
  try {
    return readAnswer(op, frame.bytes, tensors, metadata);
  } catch (error) {
    if (error instanceof WireError) return { status: 'protocol-error', message: error.message };
    throw error;
  }
}

function readAnswer<O extends Operation>(
  op: O,
  bytes: Uint8Array,
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Metadata,
): Outcome<O> {
  const status = metadata.get('status');
  const message = bounded(metadata.get('message') ?? '');
  switch (status) {
    case 'unsupported':
    case 'rejected':
      return { status, message };
    case 'error':
      return { status: metadata.get('reason') === malformed ? 'protocol-error' : 'error', message };
    case 'ok':
      break;
    default:
      throw new WireError(`"status" expected ok, unsupported, rejected or error, got ${show(status)}`);
  }
  const { outputs } = signatures[op];
  const result = unnamed(tensors, outputs, `an output of ${snakeCase(op)}`);
  if (!(outputs[0] in result)) throw new WireError(`${snakeCase(op)} answered without the tensor "${outputs[0]}"`);
  return {
    status,
    result: resultFrom(op, result),
    mutated: names(op, metadata, 'mutated', 'inputs'),
    aliased: names(op, metadata, 'aliased', 'outputs'),
    answer: bytes,
  };
}

/** `reason` of an error status when the implementation returned something that cannot be sent. */
const malformed = 'malformed-result';

export const envelope = (op: string, id: string): [string, string][] => [
  ['bnspec', protocolVersion],
  ['id', id],
  ['op', op],
];

export function checkEnvelope(metadata: Metadata, op: string, id: string): void {
  checkVersion(metadata);
  // Without naming it: ids count the calls of one process, and a report must not depend on how calls were distributed.
  const gotId = metadata.get('id');
  if (gotId !== id)
    throw new WireError(`"id" expected that of the request, got ${gotId === undefined ? 'none' : 'another'}`);
  const gotOp = metadata.get('op');
  if (gotOp !== op) throw new WireError(`"op" expected "${op}", the request's, got ${show(gotOp)}`);
}

export function checkVersion(metadata: Metadata): Metadata {
  const version = metadata.get('bnspec');
  if (version !== protocolVersion) {
    throw new WireError(`"bnspec" expected protocol version "${protocolVersion}", got ${show(version)}`);
  }
  return metadata;
}

/** An error text must not outgrow the header, nor the report, which quotes it often. Its end is kept, because a traceback describes the error there. */
export const bounded = (message: string): string => (message.length <= 16_384 ? message : `…${message.slice(-16_384)}`);

function named(source: object, list: readonly string[]): Map<string, Tensor> {
  const tensors = source as Record<string, Tensor | undefined>;
  const given = new Map<string, Tensor>();
  for (const name of list) if (tensors[name]) given.set(snakeCase(name), tensors[name]);
  return given;
}

function unnamed(tensors: ReadonlyMap<string, Tensor>, list: readonly string[], role: string): Record<string, Tensor> {
  const out: Record<string, Tensor> = {};
  for (const [name, value] of tensors) {
    const key = list.find((known) => snakeCase(known) === name);
    if (key === undefined) {
      throw new WireError(`tensor ${show(name)} is not ${role}; expected ${list.map(snakeCase).join(', ')}`);
    }
    out[key] = value;
  }
  return out;
}

/** Tensors of this call; with `earlier:` in front, of calls before, which may be of any operation. */
function names(op: Operation, metadata: Metadata, field: string, role: 'inputs' | 'outputs'): string[] {
  const listed = new Set((metadata.get(field) ?? '').split(' ').filter(Boolean));
  const namesOf = (each: Operation): string[] => signatures[each][role].map(snakeCase);
  const possible = new Set([...namesOf(op), ...operations.flatMap(namesOf).map(ofEarlier)]);
  for (const name of listed) {
    if (!possible.has(name)) {
      throw new WireError(`"${field}" expected ${role} of ${snakeCase(op)}, or of an earlier call, got ${show(name)}`);
    }
  }
  return [...listed].map(camelCase);
}

/** Shortest text that reads back as the same double. */
const decimal = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

function readScalar(name: string, text: string | undefined): number {
  const value = /^([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[+-]?Infinity|NaN)$/i.test(text ?? '') ? Number(text) : undefined;
  if (value === undefined || (name === 'axis' && !Number.isSafeInteger(value))) {
    throw new WireError(`"${name}" expected ${name === 'axis' ? 'an integer' : 'a decimal number'}, got ${show(text)}`);
  }
  return value;
}
