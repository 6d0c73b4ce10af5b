/** A layer of two channels, and batches for it, for tests of our own layers. */
import fc from 'fast-check';
import type { LayerConfig, Tensor } from '../../spec/terms/contract.ts';
import { tensor } from '../../spec/terms/tensor.ts';

export const config: LayerConfig = {
  channels: 2,
  axis: 1,
  rank: 2,
  dtype: 'float32',
  parameterDtype: 'float32',
  epsilon: 0.5,
  momentum: 0.25,
  affine: true,
  trackRunningStats: true,
};

export const batches: fc.Arbitrary<Tensor> = fc
  .array(fc.integer({ min: -99, max: 99 }), { minLength: 6, maxLength: 6 })
  .map((values) => tensor('float32', [3, 2], values));
