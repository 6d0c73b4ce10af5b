/** The typed interface over the kernel: plain Float32Arrays, outputs handed in by the caller, nothing allocated per call. */

/** Position of the channels: any shape of at least one axis, row-major, 0 ≤ axis < shape.length. */
export interface Place {
  readonly shape: readonly number[];
  readonly axis: number;
}

/** Arrays of one value per channel. */
export interface Affine {
  /** Default 1. */
  readonly gamma?: Float32Array | undefined;
  /** Default 0. */
  readonly beta?: Float32Array | undefined;
}

/** Training forward. Reads x, gamma, beta, runningMean, runningVar; writes the arrays in `out`. */
export interface TrainForwardArrays extends Place, Affine {
  readonly x: Float32Array;
  readonly runningMean?: Float32Array | undefined;
  readonly runningVar?: Float32Array | undefined;
  readonly epsilon: number;
  /** Weight of the new value (of the old one under momentumWeights 'old'). */
  readonly momentum: number;
  readonly out: {
    /** May be x itself. */
    readonly y: Float32Array;
    readonly mean?: Float32Array | undefined;
    readonly variance?: Float32Array | undefined;
    readonly invStd?: Float32Array | undefined;
    /** May be the old runningMean itself. */
    readonly runningMean?: Float32Array | undefined;
    readonly runningVar?: Float32Array | undefined;
  };
}

export interface InferForwardArrays extends Place, Affine {
  readonly x: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly epsilon: number;
  /** y may be x itself. */
  readonly out: { readonly y: Float32Array };
}

/** Where gradients are written: dx has the size of x, the others one value per channel. */
export interface GradientArrays {
  /** May be dy itself. */
  readonly dx: Float32Array;
  readonly dgamma?: Float32Array | undefined;
  readonly dbeta?: Float32Array | undefined;
}

export interface TrainBackwardArrays extends Place {
  readonly dy: Float32Array;
  readonly x: Float32Array;
  readonly gamma?: Float32Array | undefined;
  readonly epsilon: number;
  readonly out: GradientArrays;
}

export interface InferBackwardArrays extends TrainBackwardArrays {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** The training formula on the given mean and inverse standard deviation. */
export interface SavedBackwardArrays extends Place {
  readonly dy: Float32Array;
  readonly x: Float32Array;
  readonly gamma?: Float32Array | undefined;
  readonly mean: Float32Array;
  readonly invStd: Float32Array;
  readonly out: GradientArrays;
}
