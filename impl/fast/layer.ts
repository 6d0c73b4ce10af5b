/**
 * A layer over the WebAssembly kernel: gamma, beta, running statistics and a mode (BN-15), for networks in Node or in a page.
 * `backward` computes the statistics of the batch again: saved as float32 they would feel the offset of the data.
 */
import type { LayerConfig } from '../../spec/terms/contract.ts';
import { Unsupported } from '../../spec/terms/refusals.ts';
import { layerOf, type Operations, type SynchronousLayer } from '../plain/layer.ts';

/**
 * @param operations - of the kernel
 * @throws Unsupported for element types other than float32; Rejected for a configuration that makes no sense
 */
export function layerOnKernel(operations: Operations, config: LayerConfig): SynchronousLayer {
  for (const dtype of [config.dtype, config.parameterDtype]) {
    if (dtype !== 'float32') throw new Unsupported(`a layer expected float32, got ${dtype}`);
  }
  return layerOf(operations, config);
}
