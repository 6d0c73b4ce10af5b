/**
 * Checks that only the side that runs the implementation can make: modified inputs, outputs that share memory (BN-13).
 */
import type { Tensor } from '../terms/contract.ts';
import { bytesOf } from '../terms/tensor.ts';

export interface Named {
  readonly name: string;
  readonly tensor: Tensor;
}

/** Tensors with private copies of them, to detect later modification. */
export type Kept = readonly (Named & { readonly copy: Tensor })[];

/** Names of the tensors whose bytes or shape are no longer those of the copy. */
function changed(kept: Kept): string[] {
  return kept
    .filter(({ tensor, copy }) => !sameShape(tensor.shape, copy.shape) || !sameBytes(tensor, copy))
    .map(({ name }) => name);
}

/** Names of the outputs that overlap an input or another output. Sharing an ArrayBuffer without overlap is allowed. */
export function overlapping(outputs: readonly Named[], inputs: readonly Named[]): string[] {
  const all = [...inputs, ...outputs];
  return outputs
    .filter((output) => all.some((other) => other !== output && overlap(output.tensor, other.tensor)))
    .map(({ name }) => name);
}

/** Earlier outputs that were modified, or that share memory with a present output. */
export function reused(earlier: Kept, outputs: readonly Named[]): string[] {
  const written = new Set(changed(earlier));
  return earlier
    .filter(({ name, tensor }) => written.has(name) || outputs.some((now) => overlap(now.tensor, tensor)))
    .map(({ name }) => name);
}

function overlap(a: Tensor, b: Tensor): boolean {
  const [s, t] = [a.data, b.data];
  if (s.buffer !== t.buffer || s.byteLength === 0 || t.byteLength === 0) return false;
  return s.byteOffset < t.byteOffset + t.byteLength && t.byteOffset < s.byteOffset + s.byteLength;
}

/** The first is in foreign hands, and may have become anything. */
function sameShape(given: readonly number[], copy: readonly number[]): boolean {
  try {
    return given.length === copy.length && copy.every((size, i) => size === given[i]);
  } catch {
    return false;
  }
}

/** Compares bits, so that NaN equals itself and -0 does not equal 0. Memory that was transferred away has length 0. */
function sameBytes(a: Tensor, b: Tensor): boolean {
  return (
    a.data.byteLength === b.data.byteLength && (b.data.length === 0 || Buffer.compare(bytesOf(a), bytesOf(b)) === 0)
  );
}
