/**
 * The vocabulary of the suite (chapter BN-1): the inputs of a batch normalization and its outputs. Types only. Letters:
 * N batch, C channels, S positions of one channel in one sample, m = N·S.
 */

import type {
  DoubleBackward,
  DoubleBackwardResult,
  Fold,
  FoldClaims,
  FoldResult,
  InferTangent,
  TangentResult,
  TrainTangent,
} from './further-contract.ts';
import type { DType, Tensor } from './tensor-form.ts';

export type { DType, Tensor } from './tensor-form.ts';

/** Accuracy grades, strictest first (chapter BN-12). */
export type Grade = 'exact' | 'offset-free' | 'stable' | 'cancelling' | 'wrong';

/** Operations may answer at once or later. */
export type MaybePromise<T> = T | Promise<T>;

/** Arguments of a training step: x of any rank with C channels at `axis`; the vectors have length C. */
export interface TrainForward {
  readonly x: Tensor;
  readonly gamma?: Tensor;
  readonly beta?: Tensor;
  readonly runningMean?: Tensor;
  readonly runningVar?: Tensor;
  readonly epsilon: number;
  readonly momentum: number;
  readonly axis: number;
}

/** Results of a training step: y has the shape of x, the vectors length C. Running statistics are returned where they were given. */
export interface TrainForwardResult {
  readonly y: Tensor;
  readonly mean?: Tensor;
  readonly variance?: Tensor;
  readonly invStd?: Tensor;
  readonly runningMean?: Tensor;
  readonly runningVar?: Tensor;
}

/** Arguments of inference: mean and variance, of length C, are given. */
export interface InferForward {
  readonly x: Tensor;
  readonly gamma?: Tensor;
  readonly beta?: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly epsilon: number;
  readonly axis: number;
}

/** Result of inference: y has the shape of x. */
export interface InferForwardResult {
  readonly y: Tensor;
}

/** Arguments of the gradient of training, whose mean and variance depend on x. dy has the shape of x. */
export interface TrainBackward {
  readonly dy: Tensor;
  readonly x: Tensor;
  readonly gamma?: Tensor;
  readonly beta?: Tensor;
  readonly epsilon: number;
  readonly axis: number;
}

/** Arguments of the gradient of inference, whose mean and variance are constants. */
export interface InferBackward extends TrainBackward {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** The training formula evaluated with the given mean and inverse standard deviation. */
export interface SavedBackward {
  readonly dy: Tensor;
  readonly x: Tensor;
  readonly gamma?: Tensor;
  readonly mean: Tensor;
  readonly invStd: Tensor;
  readonly axis: number;
}

/** Gradients: dx has the shape of x, dgamma and dbeta length C. */
export interface BackwardResult {
  readonly dx: Tensor;
  readonly dgamma?: Tensor;
  readonly dbeta?: Tensor;
}

/**
 * Claims of an implementation about itself. The suite generates only claimed calls (`outsideClaims`). The table for
 * authors of adapters is in impl/adapters/README.md.
 */
export interface Claims {
  /** Element types of x, y, dy and dx. */
  readonly dtypes: readonly DType[];
  /** Element types of gamma, beta and statistics, in addition to x's own. */
  readonly parameterDtypes: readonly DType[];
  /** Whether these vectors may have x's type because it is x's. If not, they have one of `parameterDtypes`. */
  readonly ownParameters: boolean;
  readonly ranks: readonly number[];
  /** `first`: axis 1. `last`: axis rank - 1. `any`: every axis, 0 too. */
  readonly channelAxis: 'first' | 'last' | 'any';
  /** `few`: each new shape is compiled, so the same few come again and again. */
  readonly shapes: 'many' | 'few';
  /** Weight α in ρ′ = (1-α)·ρ + α·b (BN-6). `new`: α is momentum. `old`: it is 1-momentum. */
  readonly momentumWeights: 'new' | 'old';
  readonly runningVariance: 'unbiased' | 'biased';
  /** Which of gamma and beta a call may have: neither, both or neither, any of them, both. */
  readonly affine: 'none' | 'together' | 'each' | 'required';
  /** Which running statistics a call of training may have: both or none, or any of them. */
  readonly statistics: 'together' | 'each';
  readonly minEpsilon: number;
  /** The only values supported, bit for bit. Absent: any from `minEpsilon`. */
  readonly epsilons?: readonly number[] | undefined;
  /** The only values supported, as the argument of a call, whatever it weighs. Absent: any from 0 to 1. */
  readonly momenta?: readonly number[] | undefined;
  /**
   * The type that epsilon and momentum are kept in, where x is float64. Beside narrower data only numbers come that few
   * bits hold.
   */
  readonly scalars: 'float32' | 'float64';
  /** Training with one value per channel. */
  readonly singleValue: 'defined' | 'rejected';
  /** The narrowest type that any step between arguments and results is rounded to: differences, products, sums, statistics. */
  readonly accumulate: DType;
  readonly subnormals: 'kept' | 'flushed';
  /** The same call gives the same bits. */
  readonly deterministic: boolean;
  readonly grade: Grade;
  /** Whether mean and variance may have tangents in `inferTangent` (BN-18). */
  readonly tangentOfStatistics: boolean;
  /** Claims of a layer, where one is offered. Those left out have the values of `layerDefaults`. */
  readonly layer?: Partial<LayerClaims>;
  /** Claims of folding, where it is offered. Those left out have the values of `foldDefaults`. */
  readonly fold?: Partial<FoldClaims>;
}

/** Claims of a layer about what it keeps (chapter BN-15). */
export interface LayerClaims {
  /** Momentum null: running statistics are the mean of all batches so far, or no layer is made. */
  readonly momentumNull: 'cumulative' | 'rejected';
  /** Without running statistics: evaluation uses those of the batch, or is refused, as may be the layer itself. */
  readonly withoutStatistics: 'batch' | 'rejected';
  /** Whether the state has the number of training steps. */
  readonly count: boolean;
  readonly copy: boolean;
  /** Whether a forward in evaluation has a backward. */
  readonly backwardInEval: boolean;
  /** Type in which running statistics are kept between steps. Default: that of the state. */
  readonly keeps?: DType;
}

/** Claims as an implementation states them: any of those above. `optional` is an older name of `each`. */
export type StatedClaims = Partial<Omit<Claims, 'affine'>> & { readonly affine?: Claims['affine'] | 'optional' };

/** The two choices that change the value of a running statistic. */
export type Conventions = Pick<Claims, 'momentumWeights' | 'runningVariance'>;

/** Names of the sets of claims in `spec/terms/profiles.ts`. */
export type ProfileName = 'pytorch' | 'onnx' | 'keras3' | 'tf-fused' | 'flax' | 'mlx' | 'cudnn' | 'stablehlo' | 'webnn';

/** Sizes, types and settings of a layer (chapter BN-15). */
export interface LayerConfig {
  /** Number of channels C. */
  readonly channels: number;
  /** Channel axis of x, 0 ≤ axis < rank. */
  readonly axis: number;
  /** Number of axes of x. */
  readonly rank: number;
  /** Element type of x, y, dy and dx. */
  readonly dtype: DType;
  /** Element type of gamma, beta and running statistics. */
  readonly parameterDtype: DType;
  readonly epsilon: number;
  /** In the convention of the claims (`momentumWeights`). null: running statistics are the mean of all batches so far. */
  readonly momentum: number | null;
  /** With gamma and beta, or with neither. */
  readonly affine: boolean;
  /** With running mean and variance, or with neither. */
  readonly trackRunningStats: boolean;
}

/** Numbers that a layer keeps from call to call. Each tensor has length C; what a layer does not have is absent. */
export interface LayerState {
  readonly gamma?: Tensor;
  readonly beta?: Tensor;
  readonly runningMean?: Tensor;
  readonly runningVar?: Tensor;
  /** Number of training steps. */
  readonly count?: number;
}

/** A layer: gamma, beta and running statistics that are kept, and a mode (chapter BN-15). The mode is set before the first forward. */
export interface Layer {
  /** From now on the batch's own statistics normalize, and each forward updates the running ones. */
  train(): MaybePromise<void>;
  /** From now on the running statistics normalize, and nothing changes them. */
  eval(): MaybePromise<void>;
  /** y, normalized as the mode says. Refused where x has another type, rank or number of channels than the configuration. */
  forward(x: Tensor): MaybePromise<InferForwardResult>;
  /** Gradients of the latest forward, in the mode that it ran in and with the statistics that it used. dy has the shape of x. */
  backward(dy: Tensor): MaybePromise<BackwardResult>;
  /** A copy: the caller may write to it. */
  state(): MaybePromise<LayerState>;
  /** Takes over all entries, as copies: the caller may write to its own afterwards. */
  load(state: LayerState): MaybePromise<void>;
  /** Another layer with the same state and mode, and no pending forward. */
  copy?(): MaybePromise<Layer>;
  /** Called once, after the last call of this layer. */
  close?(): MaybePromise<void>;
}

/**
 * The interface of an implementation. An operation that is left out is reported as not applicable. To refuse an
 * argument throw an Error whose `name` is `Rejected`; to say that something is not offered, `Unsupported`.
 */
export interface Implementation {
  readonly name: string;
  readonly version?: string;
  /** Default: the `pytorch` profile. */
  readonly claims?: StatedClaims | ProfileName;
  /** Normalizes with the statistics of the batch (BN-3 to BN-6). */
  trainForward?(call: TrainForward): MaybePromise<TrainForwardResult>;
  /** Normalizes with given statistics (BN-7). */
  inferForward?(call: InferForward): MaybePromise<InferForwardResult>;
  /** Gradients of `trainForward` (BN-8). */
  trainBackward?(call: TrainBackward): MaybePromise<BackwardResult>;
  /** Gradients of `inferForward` (BN-9). */
  inferBackward?(call: InferBackward): MaybePromise<BackwardResult>;
  /** Gradients of `trainForward` from the mean and inverse standard deviation that it returned (BN-8). */
  savedBackward?(call: SavedBackward): MaybePromise<BackwardResult>;
  /** Inference folded into the convolution or linear layer before it (BN-16). */
  fold?(call: Fold): MaybePromise<FoldResult>;
  /** Gradients of the training gradient (BN-17). */
  doubleBackward?(call: DoubleBackward): MaybePromise<DoubleBackwardResult>;
  /** Forward mode through a training step (BN-18). */
  trainTangent?(call: TrainTangent): MaybePromise<TangentResult>;
  /** Forward mode through inference (BN-18). */
  inferTangent?(call: InferTangent): MaybePromise<TangentResult>;
  /** A new layer (BN-15). Throw `Rejected` for a configuration that is not supported. */
  layer?(config: LayerConfig): MaybePromise<Layer>;
  /** Called once, after the last call. */
  close?(): MaybePromise<void>;
}
