/** Copies between arrays and the kernel's memory. Up to some length a loop is faster than the call that copies blocks. */

const shortest = 64;

/** @param at - index in `memory` */
export function copyIn(memory: Float32Array, at: number, from: Float32Array): void {
  if (from.length <= shortest) for (let i = 0; i < from.length; i++) memory[at + i] = from[i];
  else memory.set(from, at);
}

export function copyOut(memory: Float32Array, at: number, to: Float32Array): void {
  if (to.length <= shortest) for (let i = 0; i < to.length; i++) to[i] = memory[at + i];
  else to.set(memory.subarray(at, at + to.length));
}
