/** Tensors as they travel (chapter BN-1): the vocabulary that every call is made of. Types only. */

/** Element types. float16 and bfloat16 travel as raw bits. */
export type DType = 'float16' | 'bfloat16' | 'float32' | 'float64';

/** Row-major. `Uint16Array` holds the raw bits of float16 or bfloat16. */
export interface Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Uint16Array;
}
