/**
 * One safetensors blob ↔ tensors and metadata: u64 little-endian header length, JSON header, data. Stricter than the
 * format demands, because the blobs come from programs under test. Little-endian machines only. Format:
 * https://github.com/huggingface/safetensors, "Format".
 */
import type { DType, Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import { bytesOf, sizeOf } from '../terms/tensor.ts';
import { readJson } from './untrusted-json.ts';
import { show, WireError } from './wire-error.ts';

export interface Blob {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** 1 MiB. A message names at most a dozen tensors (some 100 bytes each); the rest is room for an error's text. */
export const maxHeaderBytes: number = 2 ** 20;

/** Sizes of one shape: more than any tensor has, and few enough to be named in a message. */
export const mostSizes = 64;

/** Bytes before the header. */
export const prefixBytes = 8;

const codeOf: Readonly<Record<DType, string>> = { float16: 'F16', bfloat16: 'BF16', float32: 'F32', float64: 'F64' };
const dtypeOf: ReadonlyMap<string, DType> = new Map(
  (Object.keys(codeOf) as DType[]).map((dtype) => [codeOf[dtype], dtype]),
);

interface Entry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  /** In the order of their data. */
  readonly entries: readonly Entry[];
  readonly metadata: ReadonlyMap<string, string>;
  /** Length of the data: the largest offset. */
  readonly dataBytes: number;
}

/**
 * Deterministic: metadata by key, then tensors by descending element size and by name, so that every tensor is aligned;
 * the header is padded with spaces to a multiple of 8 bytes.
 */
export function encodeBlob(blob: Blob): Uint8Array {
  const parts = encodeParts(blob);
  // In memory of its own, not in a pool that small buffers share.
  const out = Buffer.allocUnsafeSlow(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** The bytes of `encodeBlob` without a copy of the data: the header, then a view of each tensor. */
export function encodeParts(blob: Blob): Uint8Array[] {
  const order = [...blob.tensors].toSorted(
    ([a, s], [b, t]) => formats[t.dtype].bytes - formats[s.dtype].bytes || byCodeUnits(a, b),
  );
  // A list of pairs, not an object: an object would move names such as "1" to the front.
  const members: string[] = [];
  if (blob.metadata.size > 0) {
    const pairs = [...blob.metadata].toSorted(([a], [b]) => byCodeUnits(a, b));
    members.push(`"__metadata__":{${pairs.map(([k, v]) => `${json(k)}:${json(v)}`).join()}}`);
  }
  let dataBytes = 0;
  for (const [name, t] of order) {
    const end = dataBytes + t.data.byteLength;
    members.push(
      `${json(name)}:{"dtype":"${codeOf[t.dtype]}","shape":[${t.shape.join()}],"data_offsets":[${dataBytes},${end}]}`,
    );
    dataBytes = end;
  }
  const text = Buffer.from(`{${members.join()}}`);
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const head = Buffer.allocUnsafe(prefixBytes + headerBytes);
  head.writeBigUInt64LE(BigInt(headerBytes));
  head.set(text, prefixBytes);
  head.fill(0x20, prefixBytes + text.length);
  return [head, ...order.map(([, t]) => bytesOf(t))];
}

/** Decodes a blob whose header was read already. */
export interface Frame {
  readonly bytes: Uint8Array;
  readonly header: Header;
}

/** @throws WireError that names the field or tensor at fault. The tensors own their memory. */
export function decodeBlob(given: Uint8Array | Frame): Blob {
  const { bytes, header } = frameOf(given);
  const { entries, metadata, dataBytes } = header;
  const start = bytes.length - dataBytes;
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    tensors.set(name, { dtype, shape, data: elements(dtype, bytes.subarray(start + begin, start + end)) });
  }
  return { tensors, metadata };
}

/** @throws WireError that names the field at fault, where the header was not read already */
export function frameOf(given: Uint8Array | Frame): Frame {
  if ('header' in given) return given;
  const bytes = given;
  if (bytes.length < prefixBytes) throw new WireError(`expected at least 8 bytes, got ${bytes.length}`);
  const headerBytes = headerLength(bytes);
  const start = prefixBytes + headerBytes;
  if (bytes.length < start) {
    throw new WireError(`header of ${headerBytes} bytes is cut off after ${bytes.length - prefixBytes}`);
  }
  const header = decodeHeader(bytes.subarray(prefixBytes, start));
  if (bytes.length !== start + header.dataBytes) {
    throw new WireError(`data expected ${header.dataBytes} bytes, as the header says, got ${bytes.length - start}`);
  }
  return { bytes, header };
}

/** The length of the JSON header, from the first 8 bytes. */
export function headerLength(bytes: Uint8Array): number {
  const length = new DataView(bytes.buffer, bytes.byteOffset, prefixBytes).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes)) {
    throw new WireError(`header length expected at most ${maxHeaderBytes} bytes, got ${length}`);
  }
  return Number(length);
}

/** @param bytes - the JSON text alone */
export function decodeHeader(bytes: Uint8Array): Header {
  const fields = parseObject(bytes);
  const metadata = readMetadata(fields['__metadata__']);
  const entries = Object.keys(fields)
    .filter((name) => name !== '__metadata__')
    .map((name) => readEntry(name, fields[name]))
    .toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  let dataBytes = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== dataBytes) {
      const problem = begin < dataBytes ? 'overlaps the tensor before it' : 'leaves a hole before it';
      throw new WireError(
        `tensor ${show(name)} ${problem}: data_offsets expected to begin at ${dataBytes}, got ${begin}`,
      );
    }
    dataBytes = end;
  }
  return { entries, metadata, dataBytes };
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
  if (bytes[0] !== 0x7b) throw new WireError('header expected a JSON object, which begins with "{"');
  return readJson(bytes, { bytes: maxHeaderBytes, name: 'header' }) as Record<string, unknown>;
}

function readMetadata(value: unknown): Map<string, string> {
  if (value === undefined) return new Map();
  if (!isObject(value)) throw new WireError('"__metadata__" expected an object of strings');
  for (const key of Object.keys(value)) {
    if (typeof value[key] !== 'string') throw new WireError(`"__metadata__" ${show(key)} expected a string`);
  }
  return new Map(Object.entries(value as Record<string, string>));
}

function readEntry(name: string, value: unknown): Entry {
  const fail = (problem: string): never => {
    throw new WireError(`tensor ${show(name)} ${problem}`);
  };
  if (!isObject(value)) return fail('expected an object with dtype, shape and data_offsets');
  const { dtype: code, shape, data_offsets: offsets, ...rest } = value;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) return fail(`has the unknown field ${show(unknown)}`);
  const dtype = dtypeOf.get(code as string) ?? fail(`dtype expected F16, BF16, F32 or F64, got ${show(code)}`);
  if (!isSizes(shape)) return fail(`shape expected integers >= 0, got ${show(shape)}`);
  if (shape.length > mostSizes) return fail(`shape expected at most ${mostSizes} sizes, got ${shape.length}`);
  if (!isSizes(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    return fail(`data_offsets expected [begin, end] with 0 <= begin <= end, got ${show(offsets)}`);
  }
  const [begin, end] = offsets;
  const size = sizeOf(shape) * formats[dtype].bytes;
  if (end - begin !== size)
    return fail(`expected ${size} bytes for ${String(code)} [${shape.join(', ')}], got ${end - begin}`);
  return { name, dtype, shape, begin, end };
}

function elements(dtype: DType, bytes: Uint8Array): Tensor['data'] {
  // Not bytes.slice(): of a Buffer that returns a view, unaligned and shared.
  const own = Buffer.allocUnsafeSlow(bytes.length);
  own.set(bytes);
  const { buffer } = own;
  switch (dtype) {
    case 'float32':
      return new Float32Array(buffer);
    case 'float64':
      return new Float64Array(buffer);
    case 'float16':
    case 'bfloat16':
      return new Uint16Array(buffer);
  }
}

const json = (text: string): string => JSON.stringify(text);

/** Code-unit order: unlike localeCompare, independent of the machine's language. */
const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
