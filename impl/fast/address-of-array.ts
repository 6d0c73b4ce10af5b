/**
 * Arrays returned by `allocate` carry their address: reading it costs a tenth of asking a typed array for its buffer
 * and offset, which would otherwise dominate a call on a small tensor.
 */
import type { Heap } from './heap.ts';

export interface Place {
  readonly heap: Heap;
  readonly length: number;
  /** Byte address, 0 once it is freed. */
  at: number;
}

const place = Symbol('place');

type Resident = Float32Array & { [place]?: Place };

export function settle(array: Float32Array, at: Place): Float32Array {
  (array as Resident)[place] = at;
  return array;
}

export function placeOf(array: Float32Array): Place | undefined {
  return (array as Resident)[place];
}

/** Byte address in the heap's memory, or 0 where the array lies elsewhere or was freed. Views of resident arrays count. */
export function addressOf(array: Float32Array, heap: Heap): number {
  const at = placeOf(array);
  if (at !== undefined) return at.heap === heap ? at.at : 0;
  // Views of the memory never begin at 0. Asking a small array for its buffer would move it out of the JavaScript heap.
  const { byteOffset } = array;
  return byteOffset !== 0 && array.buffer === heap.memory.buffer ? byteOffset : 0;
}

/** Whether two arrays share memory. Different arrays of `allocate` never do. */
export function overlap(a: Float32Array, b: Float32Array): boolean {
  if (a === b) return true;
  if (placeOf(a) !== undefined && placeOf(b) !== undefined) return false;
  if (a.buffer !== b.buffer) return false;
  return a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength;
}
