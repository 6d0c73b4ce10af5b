/**
 * The result of an implementation, read once and checked: after this nothing of it is asked again, so that a getter, a
 * proxy or a class with methods of its own cannot say one thing now and another later.
 */
import type { DType, Tensor } from '../terms/contract.ts';
import { dtypes } from '../terms/dtype.ts';
import { type AnyOperation, wireSignature } from '../terms/further-operations.ts';
import { copyOf, sizeOf } from '../terms/tensor.ts';
import type { Kept } from './memory-checks.ts';
import { mostSizes } from './safetensors.ts';
import { briefly, isA } from './thrown-value.ts';
import { show } from './wire-error.ts';

type Data = Tensor['data'];
type ArrayType = Float32ArrayConstructor | Float64ArrayConstructor | Uint16ArrayConstructor;

const arrayOf: Readonly<Record<DType, ArrayType>> = {
  float16: Uint16Array,
  bfloat16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
};

class Malformed extends Error {}

/** @returns the outputs beside copies of them; or what makes them unusable. Whether type and shape are the right ones is for the clauses. */
export function returned(operation: AnyOperation, result: unknown): Kept | string {
  const { outputs, due } = wireSignature(operation);
  const read = returnedBy(operation, result, { outputs, required: due });
  return typeof read === 'string' ? read : read.kept;
}

interface Expected {
  readonly outputs: readonly string[];
  /** Outputs that cannot be left out. */
  readonly required: readonly string[];
  /** Whether there may be a whole number `count`, too. */
  readonly counts?: boolean;
}

interface Returned {
  readonly kept: Kept;
  readonly count?: number;
}

/** Likewise, for any function. */
export function returnedBy(called: string, result: unknown, expected: Expected): Returned | string {
  try {
    return read(called, result, expected);
  } catch (error) {
    return isA(error, Malformed) ? error.message : `reading the result of ${called} throws ${briefly(error)}`;
  }
}

function read(called: string, result: unknown, { outputs, required, counts = false }: Expected): Returned {
  if (typeof result !== 'object' || result === null) {
    throw new Malformed(`${called} expected an object, got ${show(result)}`);
  }
  let count: number | undefined;
  const kept = Object.keys(result).flatMap((name): Kept => {
    const value = (result as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) return [];
    if (counts && name === 'count') {
      count = countOf(called, value);
      return [];
    }
    if (!outputs.includes(name)) {
      throw new Malformed(`${show(name)} is not an output of ${called}; expected ${outputs.join(', ')}`);
    }
    const { tensor, shape } = tensorOf(value, (expected) => {
      throw new Malformed(`"${name}" of ${called} expected ${expected}`);
    });
    return [{ name, tensor: { ...tensor, shape }, copy: copyOf(tensor) }];
  });
  const missing = required.find((each) => !kept.some(({ name }) => name === each));
  if (missing !== undefined) throw new Malformed(`${called} answered without "${missing}"`);
  return { kept, ...(count !== undefined && { count }) };
}

function countOf(called: string, value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new Malformed(`"count" of ${called} expected a whole number >= 0, got ${show(value)}`);
}

/** @returns a tensor of our own on the memory that was returned, and the shape that was, to see later whether it was changed */
function tensorOf(value: unknown, fail: (expected: string) => never): { tensor: Tensor; shape: readonly number[] } {
  if (typeof value !== 'object' || value === null) return fail(`a tensor { dtype, shape, data }, got ${show(value)}`);
  const { dtype, shape: given, data } = value as { dtype?: unknown; shape?: unknown; data?: unknown };
  const known = dtypes.find((each) => each === dtype);
  if (known === undefined) return fail(`a dtype out of ${dtypes.join(', ')}, got ${show(dtype)}`);
  if (!Array.isArray(given)) return fail(`a shape of integers >= 0, got ${show(given)}`);
  const { length } = given;
  if (length > mostSizes) return fail(`a shape of at most ${mostSizes} sizes, got ${length}`);
  const shape = Array.from({ length }, (_, i) => given[i] as unknown);
  if (!isShape(shape)) return fail(`a shape of integers >= 0, got ${show(shape)}`);
  const view = viewOf(data);
  const expected = arrayOf[known];
  if (!(view instanceof expected)) {
    return fail(
      `data in a ${expected.name}, got ${kindOf(data) ?? (ArrayBuffer.isView(data) ? 'a DataView' : show(data))}`,
    );
  }
  const size = sizeOf(shape);
  if (view.length !== size) return fail(`${size} values for shape [${shape.join(', ')}], got ${view.length}`);
  return { tensor: { dtype: known, shape, data: view }, shape: given as readonly number[] };
}

const isShape = (sizes: readonly unknown[]): sizes is number[] =>
  sizes.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);

/** The getters of all typed arrays, which no class that extends one of them can replace. */
const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
const slot = (name: string | symbol): ((data: unknown) => unknown) => {
  const getter = Object.getOwnPropertyDescriptor(typedArray, name);
  return (data) => getter?.get?.call(data) as unknown;
};
const [tag, buffer, byteOffset, length] = [Symbol.toStringTag, 'buffer', 'byteOffset', 'length'].map(slot);

/** By the name of its kind: a module that was loaded elsewhere has typed arrays of its own. */
const kindOf = (data: unknown): string | undefined =>
  ArrayBuffer.isView(data) ? (tag(data) as string | undefined) : undefined;

/** A plain typed array on the same memory. What was transferred away has none. */
function viewOf(data: unknown): Data | undefined {
  const kind = kindOf(data);
  const View = [Uint16Array, Float32Array, Float64Array].find(({ name }) => name === kind);
  if (View === undefined) return undefined;
  const count = length(data) as number;
  return count === 0 ? new View(0) : new View(buffer(data) as ArrayBuffer, byteOffset(data) as number, count);
}
