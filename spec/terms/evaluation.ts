/** Everything a reference can determine about one call: for `bnspec eval`. */
import type { Calls } from './operations.ts';
import type { Conventions, DType, Tensor } from './contract.ts';
import type { AnyOperation, AnyTensor } from './further-operations.ts';
import type { Truth } from './truth.ts';

/** Side of the exact value from a rounding boundary n / d · 2ᵉ; 0 is a tie. */
export interface BoundaryComparison {
  readonly boundary: { readonly n: bigint; readonly d: bigint; readonly e: number };
  readonly sign: -1 | 0 | 1;
}

/** Proof of a rounding: the two boundaries around the result. One is absent where the result is infinite. */
export interface RoundingCertificate {
  readonly rounded: number;
  readonly lower?: BoundaryComparison;
  readonly upper?: BoundaryComparison;
}

export interface EvaluatedTensor {
  readonly name: AnyTensor;
  /** Correctly rounded to the type that the contract gives this output. */
  readonly rounded: Tensor;
  /** Undefined where the value is NaN or infinite. */
  certificate(index: number, dtype?: DType): RoundingCertificate | undefined;
}

/** @throws Rejected, naming the field that is wrong */
export type Evaluate = <O extends AnyOperation>(
  operation: O,
  call: Calls[O],
  conventions: Conventions,
) => { readonly outputs: readonly EvaluatedTensor[]; readonly truth: Truth };
