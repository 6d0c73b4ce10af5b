/** The fast float32 implementation: WebAssembly with 128-bit vectors behind the contract of the suite. */
import type { Conventions, LayerConfig, StatedClaims } from '../../spec/terms/contract.ts';
import { everyFold } from '../../spec/terms/fold-claims.ts';
import { implementationOf } from '../plain/implementation.ts';
import type { SynchronousLayer } from '../plain/layer.ts';
import { Engine, type Options } from './engine.ts';
import type { FastImplementation } from './fast-implementation.ts';
import { fold } from './fold.ts';
import { layerOnKernel } from './layer.ts';
import { hasSimd } from './load-kernel.ts';
import { operationsOn } from './operations.ts';
import { withOut } from './without-simd.ts';

export type * from './array-argument-types.ts';
export { Engine, type Options } from './engine.ts';
export { hasSimd } from './load-kernel.ts';
export type { FastImplementation, ForwardOut, GradientOut } from './fast-implementation.ts';
export type { SynchronousLayer } from '../plain/layer.ts';

const claimsOf = ({ momentumWeights = 'new', runningVariance = 'unbiased' }: Options): StatedClaims & Conventions => ({
  dtypes: ['float32'],
  parameterDtypes: ['float32'],
  ranks: [2, 3, 4, 5],
  channelAxis: 'any',
  momentumWeights,
  runningVariance,
  affine: 'each',
  minEpsilon: 0,
  singleValue: 'defined',
  accumulate: 'float32',
  subnormals: 'kept',
  deterministic: true,
  grade: 'offset-free',
  fold: everyFold,
});

/** On an engine of its own. */
function operationsOf(options: Options): Omit<FastImplementation, 'layer' | 'fold'> {
  const claims = claimsOf(options);
  if (!hasSimd()) {
    const { momentumWeights, runningVariance } = claims;
    const plain = implementationOf(
      'fast (no SIMD here: plain)',
      {},
      { momentumWeights, runningVariance, fold: everyFold },
    );
    return { ...plain, ...withOut(plain) };
  }
  return { name: 'fast', claims, ...operationsOn(new Engine(options)) };
}

/**
 * The implementation on an engine of its own. Where the JavaScript engine has no SIMD it is `plain`, and its name says so.
 */
export function fastImplementation(options: Options = {}): FastImplementation {
  const operations = operationsOf(options);
  return { ...operations, fold, layer: (config) => layerOnKernel(operations, config) };
}

/** The fast implementation with the conventions of PyTorch. */
const fast: FastImplementation = fastImplementation();

/**
 * A layer on the kernel, with gamma, beta, running statistics and a mode (BN-15), and the conventions of PyTorch. Its calls are
 * answered at once.
 * @throws Unsupported for element types other than float32; Rejected for a configuration that makes no sense
 */
export const fastLayer = (config: LayerConfig): SynchronousLayer => fast.layer(config);

export default fast;
