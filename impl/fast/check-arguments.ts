/** The border of `fast`: refuses invalid arguments before anything is written (BN-13.6). Inside, nothing is checked. */
import { Rejected } from '../../spec/terms/refusals.ts';
import type { Layout } from '../../spec/terms/layout.ts';
import { overlap, placeOf } from './address-of-array.ts';

type Maybe = Float32Array | undefined;

export function layout(shape: readonly number[], axis: number): Layout {
  if (!Number.isInteger(axis) || axis < 0 || axis >= shape.length) {
    throw new Rejected(
      `"axis" expected an integer from 0 to ${shape.length - 1} for shape ${show(shape)}, got ${axis}`,
    );
  }
  let outer = 1;
  let inner = 1;
  for (let k = 0; k < shape.length; k++) {
    const size = shape[k];
    if (!(Number.isSafeInteger(size) && size > 0)) {
      throw new Rejected(`"shape" expected positive integers, got ${show(shape)}`);
    }
    if (k < axis) outer *= size;
    else if (k > axis) inner *= size;
  }
  return { outer, inner, channels: shape[axis], perChannel: outer * inner };
}

const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

export function large(name: string, array: Float32Array, { channels, perChannel }: Layout): void {
  const length = lengthOf(name, array);
  if (length === channels * perChannel) return;
  throw new Rejected(
    `"${name}" expected ${channels * perChannel} values for its shape, got ${length}${detached(array)}`,
  );
}

/** One value per channel, or nothing. */
export function small(name: string, array: Maybe, channels: number): void {
  if (array === undefined) return;
  const length = lengthOf(name, array);
  if (length === channels) return;
  throw new Rejected(`"${name}" expected ${channels} values for ${channels} channels, got ${length}${detached(array)}`);
}

/** @throws Rejected for anything but a Float32Array, and for an array of `allocate` after `free` */
function lengthOf(name: string, array: Float32Array): number {
  const place = placeOf(array);
  if (place === undefined) {
    if (!(array instanceof Float32Array)) throw new Rejected(`"${name}" expected a Float32Array, got ${typeof array}`);
    return array.length;
  }
  if (place.at === 0) throw new Rejected(`"${name}" expected memory in use, got an array that was freed`);
  return place.length;
}

// A detached array has length 0: report why.
const detached = (array: Float32Array): string =>
  array.length === 0 && array.buffer.byteLength === 0 ? ' (its memory is detached)' : '';

/** A running statistic is returned only where one is given. */
export function updated(name: string, old: Maybe, out: Maybe): void {
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
 * An output shares memory with no input and no other output: it would be read after it was written. Only `same`, the
 * input that it may replace, may be the very same array.
 */
export function apart(
  name: string,
  out: Maybe,
  same: Maybe,
  inputs: readonly Maybe[],
  outputs: readonly Maybe[],
): void {
  if (out === undefined) return;
  let own = 0;
  for (const input of inputs) {
    if (input === undefined || !overlap(out, input)) continue;
    if (same === undefined || !replaces(out, input) || !overlap(same, input)) refuse(name);
  }
  for (const other of outputs) if (other !== undefined && overlap(out, other)) own++;
  if (own > 1) refuse(name);
}

function replaces(out: Float32Array, input: Float32Array): boolean {
  return out === input || (out.byteOffset === input.byteOffset && out.length === input.length);
}

function refuse(name: string): never {
  throw new Rejected(`"${name}" expected memory of its own, got memory that overlaps another argument`);
}
