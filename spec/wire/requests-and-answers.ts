/**
 * Requests and answers as safetensors blobs (BN-13). The envelope travels as strings in `__metadata__`. A request is
 * also a file: a counterexample consists of the bytes of the request that shows it.
 */
import type { Tensor } from '../terms/contract.ts';
import { callFrom, resultFrom } from '../terms/named-tensors.ts';
import { type AnyOperation, anyOperations, dataOf, wireSignature } from '../terms/further-operations.ts';
import { type Results, type Calls, camelCase, snakeCase } from '../terms/operations.ts';
import type { Answer, Unanswered, Outcome } from './call-outcome.ts';
import { ofEarlier } from './earlier-call-mutations.ts';
import { type Blob, decodeBlob, encodeBlob, type Frame, frameOf, maxHeaderBytes, prefixBytes } from './safetensors.ts';
import { show, WireError } from './wire-error.ts';

export const protocolVersion = '1';

export type Metadata = ReadonlyMap<string, string>;

/** One member per operation, so that testing `op` narrows the type of `call`. */
export type Request = {
  [O in AnyOperation]: { readonly op: O; readonly call: Calls[O]; readonly id: string; readonly metadata: Metadata };
}[AnyOperation];

/** @param extra - further metadata, such as `momentum_weights` and `running_variance` for `bnspec eval` */
export function requestBlob<O extends AnyOperation>(
  op: O,
  call: Calls[O],
  id: string,
  extra: Readonly<Record<string, string>> = {},
): Blob {
  const { inputs, scalars, optional } = wireSignature(op);
  const values = call as unknown as Readonly<Record<string, unknown>>;
  const metadata = new Map([...Object.entries(extra), ...envelope(snakeCase(op), id)]);
  for (const name of [...scalars, ...optional]) {
    if (values[name] !== undefined) metadata.set(snakeCase(name), decimal(values[name] as number));
  }
  return { tensors: named(call, inputs), metadata };
}

export const encodeRequest = <O extends AnyOperation>(...request: Parameters<typeof requestBlob<O>>): Uint8Array =>
  encodeBlob(requestBlob(...request));

/** @throws WireError that names the tensor or field at fault */
export function decodeRequest(given: Uint8Array | Frame): Request {
  const { tensors, metadata } = decodeBlob(given);
  const id = checkVersion(metadata).get('id') ?? '';
  const name = metadata.get('op');
  const op = anyOperations.find((operation) => snakeCase(operation) === name);
  if (op === undefined) {
    throw new WireError(`"op" expected ${anyOperations.map(snakeCase).join(', ')}, got ${show(name)}`);
  }
  const { inputs, required, scalars, optional } = wireSignature(op);
  const call: Record<string, Tensor | number> = { ...unnamed(tensors, inputs, `an input of ${name}`) };
  for (const input of required) {
    if (!(input in call)) throw new WireError(`${name} lacks the tensor ${show(snakeCase(input))}`);
  }
  for (const scalar of scalars) call[scalar] = readScalar(snakeCase(scalar), metadata.get(snakeCase(scalar)));
  for (const scalar of optional) {
    const text = metadata.get(snakeCase(scalar));
    if (text !== undefined) call[scalar] = readScalar(snakeCase(scalar), text, true);
  }
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
export function encodeAnswer<O extends AnyOperation>(op: O, outcome: Outcome<O>, id: string): Uint8Array {
  return encodeBlob(answerBlob(snakeCase(op), outcome, id, wireSignature(op).outputs));
}

/** @param outputs - in the order of the wire */
export function answerBlob(
  op: string,
  outcome: Answer<object> | Unanswered,
  id: string,
  outputs: readonly string[],
): { readonly tensors: ReadonlyMap<string, Tensor>; readonly metadata: Map<string, string> } {
  const metadata = new Map(envelope(op, id));
  if (outcome.status !== 'ok') {
    if (outcome.status === 'protocol-error') metadata.set('status', 'error').set('reason', malformed);
    else metadata.set('status', outcome.status);
    return { tensors: new Map(), metadata: metadata.set('message', bounded(outcome.message)) };
  }
  metadata.set('status', 'ok');
  if (outcome.mutated.length > 0) metadata.set('mutated', outcome.mutated.map(snakeCase).join(' '));
  if (outcome.aliased.length > 0) metadata.set('aliased', outcome.aliased.map(snakeCase).join(' '));
  return { tensors: named(outcome.result, outputs), metadata };
}

/**
 * Size limit of the answer to this call: a header, and as many values for each output as x has, of the widest type. A
 * larger answer is wrong without being read.
 */
export function mostAnswerBytes<O extends AnyOperation>(op: O, call: Calls[O]): number {
  const { outputs, inputs } = wireSignature(op);
  const tensors = call as unknown as Readonly<Record<string, Tensor | undefined>>;
  // The channels of a folded layer may outnumber the values of its weight's first argument.
  const most = inputs.reduce(
    (all, name) => Math.max(all, tensors[name]?.data.length ?? 0),
    dataOf(op, call).data.length,
  );
  return prefixBytes + maxHeaderBytes + outputs.length * most * 8;
}

/**
 * @param op - the requested operation
 * @param id - the request's id
 * @returns also a protocol-error, where the frame answers this call but its content is not a valid answer
 * @throws WireError for anything but the answer to this call: then the stream is out of step
 */
export function decodeAnswer<O extends AnyOperation>(op: O, given: Uint8Array | Frame, id: string): Outcome<O> {
  return decodeAnswerTo(snakeCase(op), given, id, (blob) => readResult(op, blob));
}

/** The content of an answer with status ok. */
export interface Content<R> {
  readonly result: R;
  readonly mutated: readonly string[];
  readonly aliased: readonly string[];
}

/**
 * @param read - the content of an answer; a WireError of it becomes a protocol-error
 * @throws WireError for anything but the answer to this request
 */
export function decodeAnswerTo<R>(
  op: string,
  given: Uint8Array | Frame,
  id: string,
  read: (blob: Blob) => Content<R>,
): Answer<R> | Unanswered {
  const frame = frameOf(given);
  const blob = decodeBlob(frame);
  checkEnvelope(blob.metadata, op, id);
  try {
    return noAnswerIn(blob.metadata) ?? { status: 'ok', ...read(blob), answer: frame.bytes };
  } catch (error) {
    if (error instanceof WireError) return { status: 'protocol-error', message: error.message };
    throw error;
  }
}

function noAnswerIn(metadata: Metadata): Unanswered | undefined {
  const status = metadata.get('status');
  const message = bounded(metadata.get('message') ?? '');
  switch (status) {
    case 'unsupported':
    case 'rejected':
      return { status, message };
    case 'error':
      return { status: metadata.get('reason') === malformed ? 'protocol-error' : 'error', message };
    case 'ok':
      return undefined;
    default:
      throw new WireError(`"status" expected ok, unsupported, rejected or error, got ${show(status)}`);
  }
}

function readResult<O extends AnyOperation>(op: O, { tensors, metadata }: Blob): Content<Results[O]> {
  const { outputs, due } = wireSignature(op);
  const result = unnamed(tensors, outputs, `an output of ${snakeCase(op)}`);
  const missing = due.find((name) => !(name in result));
  if (missing !== undefined)
    throw new WireError(`${snakeCase(op)} answered without the tensor "${snakeCase(missing)}"`);
  return {
    result: resultFrom(op, result),
    mutated: names(op, metadata, 'mutated', 'inputs'),
    aliased: names(op, metadata, 'aliased', 'outputs'),
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

/** Tensors of an object by their names on the wire. */
export function named(source: object, list: readonly string[]): Map<string, Tensor> {
  const tensors = source as Record<string, Tensor | undefined>;
  const given = new Map<string, Tensor>();
  for (const name of list) if (tensors[name]) given.set(snakeCase(name), tensors[name]);
  return given;
}

/** @throws WireError for a tensor that is none of the list */
export function unnamed(
  tensors: ReadonlyMap<string, Tensor>,
  list: readonly string[],
  role: string,
): Record<string, Tensor> {
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
function names(op: AnyOperation, metadata: Metadata, field: string, role: 'inputs' | 'outputs'): string[] {
  const namesOf = (each: AnyOperation): string[] => wireSignature(each)[role].map(snakeCase);
  const possible = [...namesOf(op), ...anyOperations.flatMap(namesOf).map(ofEarlier)];
  return listed(metadata, field, possible, `${role} of ${snakeCase(op)}`);
}

/** @throws WireError for a name that is none of those possible */
export function listed(metadata: Metadata, field: string, possible: readonly string[], what: string): string[] {
  const given = new Set((metadata.get(field) ?? '').split(' ').filter(Boolean));
  for (const name of given) {
    if (!possible.includes(name)) {
      throw new WireError(`"${field}" expected ${what}, or of an earlier call, got ${show(name)}`);
    }
  }
  return [...given].map(camelCase);
}

/** Shortest text that reads back as the same double. */
export const decimal = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** @throws WireError */
export function readScalar(name: string, text: string | undefined, whole: boolean = name === 'axis'): number {
  const value = /^([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[+-]?Infinity|NaN)$/i.test(text ?? '') ? Number(text) : undefined;
  if (value === undefined || (whole && !Number.isSafeInteger(value))) {
    throw new WireError(`"${name}" expected ${whole ? 'an integer' : 'a decimal number'}, got ${show(text)}`);
  }
  return value;
}
