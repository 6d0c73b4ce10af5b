/** The fast implementation as its callers see it: it answers at once, and takes arrays for its results. */
import type {
  BackwardResult,
  Implementation,
  InferBackward,
  InferForward,
  InferForwardResult,
  LayerConfig,
  SavedBackward,
  TrainBackward,
  TrainForward,
  TrainForwardResult,
} from '../../spec/terms/contract.ts';
import type { Fold, FoldResult } from '../../spec/terms/further-contract.ts';
import type { Operation } from '../../spec/terms/operations.ts';
import type { SynchronousLayer } from '../plain/layer.ts';

/** Where y is written. */
export interface ForwardOut {
  /** As many values as x. It may be the data of x. */
  readonly y: Float32Array;
}

/** Where gradients are written. */
export interface GradientOut {
  /** As many values as x. It may be the data of dy. */
  readonly dx: Float32Array;
  /** One value per channel. */
  readonly dgamma: Float32Array;
  /** One value per channel. */
  readonly dbeta: Float32Array;
}

/**
 * Its calls throw Rejected, naming the argument that is wrong, and Unsupported for element types other than float32. `out` is for
 * callers who have arrays, and need not wait for fresh memory; without it every result is an array of its own.
 */
export interface FastImplementation extends Implementation {
  /** Normalizes with the statistics of the batch (BN-3 to BN-6). */
  trainForward(call: TrainForward, out?: ForwardOut): TrainForwardResult;
  /** Normalizes with given statistics (BN-7). */
  inferForward(call: InferForward, out?: ForwardOut): InferForwardResult;
  /** Gradients of `trainForward` (BN-8). */
  trainBackward(call: TrainBackward, out?: GradientOut): BackwardResult;
  /** Gradients of `inferForward` (BN-9). */
  inferBackward(call: InferBackward, out?: GradientOut): BackwardResult;
  /** Gradients of `trainForward` from the mean and inverse standard deviation that it returned (BN-8). */
  savedBackward(call: SavedBackward, out?: GradientOut): BackwardResult;
  /** Inference of the normalization folded into the weights of the layer before it (BN-16). */
  fold(call: Fold): FoldResult;
  /** A new layer (BN-15). */
  layer(config: LayerConfig): SynchronousLayer;
}

export type FastOperations = Pick<FastImplementation, Operation>;
