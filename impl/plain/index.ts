/** Batch normalization as in the specification, float32 in and out: the implementation to read first. */
import type { Implementation, LayerConfig } from '../../spec/terms/contract.ts';
import { everyFold } from '../../spec/terms/fold-claims.ts';
import { doubleBackward } from './double-backward.ts';
import { fold } from './fold.ts';
import { implementationOf } from './implementation.ts';
import { layerOf, type SynchronousLayer } from './layer.ts';
import { inferTangent, trainTangent } from './tangents.ts';

export type { SynchronousLayer } from './layer.ts';

const operations = implementationOf('plain', {}, { fold: everyFold, tangentOfStatistics: true });

/**
 * A layer with gamma, beta, running statistics and a mode (BN-15), float32 unless the configuration says otherwise.
 * @throws Rejected for a configuration that makes no sense
 */
export const plainLayer = (config: LayerConfig): SynchronousLayer => layerOf(operations, config);

/** The implementation to read, with the conventions of PyTorch. */
const plain: Implementation = { ...operations, fold, doubleBackward, trainTangent, inferTangent, layer: plainLayer };
export default plain;
