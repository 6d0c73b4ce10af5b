/** The border of `fast`: refuses what has no meaning before anything is written (BN-13.6). Inside, nothing is checked. */
import { Rejected } from '../../spec/terms/errors.ts';
import type { Layout } from '../../spec/terms/layout.ts';
import type { Place } from './arrays.ts';

export function placed({ shape, axis }: Place): Layout {
  if (!Number.isInteger(axis) || axis < 0 || axis >= shape.length) {
    throw new Rejected(
      `"axis" expected an integer from 0 to ${shape.length - 1} for shape [${shape.join(', ')}], got ${axis}`,
    );
  }
  let outer = 1;
  let inner = 1;
  for (let k = 0; k < shape.length; k++) {
    const size = shape[k];
    if (!(Number.isSafeInteger(size) && size > 0)) {
      throw new Rejected(`"shape" expected positive integers, got [${shape.join(', ')}]`);
    }
    if (k < axis) outer *= size;
    else if (k > axis) inner *= size;
  }
  return { outer, inner, channels: shape[axis], perChannel: outer * inner };
}

export function large(name: string, array: Float32Array, layout: Layout): void {
  const expected = layout.channels * layout.perChannel;
  if (!(array instanceof Float32Array)) throw new Rejected(`"${name}" expected a Float32Array`);
  if (array.length !== expected) {
    throw new Rejected(`"${name}" expected ${expected} values for the shape, got ${array.length}${detached(array)}`);
  }
}

export function smalls(arrays: Readonly<Record<string, Float32Array | undefined>>, channels: number): void {
  for (const name in arrays) {
    const array = arrays[name];
    if (array === undefined) continue;
    if (!(array instanceof Float32Array)) throw new Rejected(`"${name}" expected a Float32Array`);
    if (array.length !== channels) {
      throw new Rejected(
        `"${name}" expected ${channels} values for ${channels} channels, got ${array.length}${detached(array)}`,
      );
    }
  }
}

/** A running statistic comes out only where one goes in. */
export function updated(name: string, old: Float32Array | undefined, out: Float32Array | undefined): void {
  if (out !== undefined && old === undefined) throw new Rejected(`"${name}" expected, since its update is asked for`);
}

export function epsilon(value: number): void {
  if (!(Number.isFinite(value) && value >= 0))
    throw new Rejected(`"epsilon" expected a finite number >= 0, got ${value}`);
}

export function momentum(value: number): void {
  if (!(value >= 0 && value <= 1)) throw new Rejected(`"momentum" expected a number from 0 to 1, got ${value}`);
}

/**
 * Outputs share no memory with inputs or with each other; only output i may be exactly `same[i]`.
 * Anything else would be read after it was written.
 */
export function apart(
  inputs: readonly (Float32Array | undefined)[],
  outputs: readonly (Float32Array | undefined)[],
  same: readonly (Float32Array | undefined)[],
): void {
  for (let i = 0; i < outputs.length; i++) {
    const out = outputs[i];
    if (out === undefined) continue;
    for (const input of inputs) {
      if (input === undefined || !overlap(out, input)) continue;
      const allowed = same[i];
      if (allowed === undefined || !overlap(allowed, input) || out.byteOffset !== input.byteOffset) refuse();
    }
    for (let k = 0; k < i; k++) {
      const other = outputs[k];
      if (other !== undefined && overlap(out, other)) refuse();
    }
  }
}

function refuse(): never {
  throw new Rejected('"out" expected memory of its own for each output, got memory that overlaps another argument');
}

function overlap(a: Float32Array, b: Float32Array): boolean {
  if (a.buffer !== b.buffer) return false;
  return a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength;
}

// A detached array has length 0 and no way to be told from an empty one but its buffer.
const detached = (array: Float32Array): string =>
  array.length === 0 && array.buffer.byteLength === 0 ? ' (its memory is detached)' : '';
