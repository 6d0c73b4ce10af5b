/** Calls and answers of the further operations: one pair of interfaces for each, as in contract.ts. */
import type { Tensor } from './tensor-form.ts';

/**
 * Arguments of folding inference into the convolution or linear layer before it (BN-16). The C output channels of weight lie
 * along `axis`; the vectors have length C. With `groupAxis` and `groups`, weight has C/groups sizes along `axis`, and equal
 * blocks of `groupAxis` hold channels g·(C/groups) + index (transposed grouped convolutions, depthwise filters).
 */
export interface Fold {
  /** Rank 2 or more. */
  readonly weight: Tensor;
  /** Missing: 0. */
  readonly bias?: Tensor;
  readonly gamma?: Tensor;
  readonly beta?: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly epsilon: number;
  readonly axis: number;
  /** Given together with `groups`, and another axis than `axis`. */
  readonly groupAxis?: number;
  /** Divides the size of `groupAxis`. Default 1. */
  readonly groups?: number;
}

/** The folded layer: weight has the shape and type of the given one; bias has length C and bias's type, else weight's. */
export interface FoldResult {
  readonly weight: Tensor;
  readonly bias: Tensor;
}

/**
 * Where the output channels of a weight lie. `first`: axis 0. `second`: axis 1, and with groups in blocks of axis 0
 * (`second-grouped`). `last`: the last axis, and with groups in blocks of the one before (`last-grouped`). `before-last`: the one
 * before the last.
 */
export type FoldLayout = 'first' | 'second' | 'second-grouped' | 'last' | 'last-grouped' | 'before-last';

/** Claims of folding (BN-16). */
export interface FoldClaims {
  readonly weights: readonly FoldLayout[];
  /** Ranks of weight. */
  readonly weightRanks: readonly number[];
}

/** The argument of each further operation. */
export interface FurtherCalls {
  fold: Fold;
  doubleBackward: DoubleBackward;
  trainTangent: TrainTangent;
  inferTangent: InferTangent;
}

/** The answer of each further operation. */
export interface FurtherResults {
  fold: FoldResult;
  doubleBackward: DoubleBackwardResult;
  trainTangent: TangentResult;
  inferTangent: TangentResult;
}

/**
 * Arguments of the gradient of the training gradient (BN-17): of Σ ddx·dx + Σ ddgamma·dgamma + Σ ddbeta·dbeta, with the dx,
 * dgamma and dbeta of `trainBackward`. x, dy and ddx have one shape; the vectors have length C. At least one of ddx, ddgamma and
 * ddbeta is given; one that is not counts as 0.
 */
export interface DoubleBackward {
  readonly x: Tensor;
  readonly dy: Tensor;
  readonly gamma?: Tensor;
  /** It enters no result. */
  readonly beta?: Tensor;
  readonly ddx?: Tensor;
  readonly ddgamma?: Tensor;
  readonly ddbeta?: Tensor;
  readonly epsilon: number;
  readonly axis: number;
}

/** The gradients by dy, x and gamma: ddy and dx have the shape of x, dgamma length C. One that no given cotangent reaches is 0. */
export interface DoubleBackwardResult {
  readonly ddy: Tensor;
  readonly dx?: Tensor;
  readonly dgamma?: Tensor;
}

/**
 * Arguments of forward mode through a training step (BN-18): t marks a tangent, the derivative of an argument along some direction.
 * x and tx have one shape; the vectors have length C. A tangent that is not given counts as 0.
 */
export interface TrainTangent {
  readonly x: Tensor;
  readonly tx: Tensor;
  readonly gamma?: Tensor;
  readonly tgamma?: Tensor;
  readonly beta?: Tensor;
  readonly tbeta?: Tensor;
  readonly epsilon: number;
  readonly axis: number;
}

/** Arguments of forward mode through inference: mean and variance are given, and may have tangents, too. */
export interface InferTangent extends TrainTangent {
  readonly mean: Tensor;
  /** Only where `tangentOfStatistics` is claimed, as `tvariance`. */
  readonly tmean?: Tensor;
  readonly variance: Tensor;
  readonly tvariance?: Tensor;
}

/** y of the forward pass, and its derivative along the tangents. Both have shape and type of x. */
export interface TangentResult {
  readonly y: Tensor;
  readonly ty: Tensor;
}
