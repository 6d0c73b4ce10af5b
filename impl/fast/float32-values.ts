/** Float32Arrays of a call's tensors. */
import type { Tensor } from '../../spec/terms/contract.ts';
import { Unsupported } from '../../spec/terms/refusals.ts';

/** @throws Unsupported for element types other than float32 */
export function values(name: string, tensor: Tensor): Float32Array<ArrayBuffer> {
  if (tensor.dtype !== 'float32') throw new Unsupported(`"${name}" expected float32, got ${tensor.dtype}`);
  return tensor.data as Float32Array<ArrayBuffer>;
}

export const optional = (name: string, tensor: Tensor | undefined): Float32Array | undefined =>
  tensor === undefined ? undefined : values(name, tensor);
