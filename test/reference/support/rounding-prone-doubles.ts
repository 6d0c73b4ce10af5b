/** Doubles that find rounding mistakes: every exponent alike, and the neighbourhood of boundaries. */
import * as fc from 'fast-check';
import type { DType } from '../../../spec/terms/contract.ts';
import { bitsOf, dtypes } from '../../../spec/terms/dtype.ts';
import { boundaryAbove, fromBits } from '../../../reference/exact/round.ts';
import type { Rational } from '../../../reference/exact/rational.ts';

export const finiteDouble: fc.Arbitrary<number> = fc.double({ noNaN: true, noDefaultInfinity: true });

/** Doubles whose squares and products stay in range. */
export const moderate: fc.Arbitrary<number> = fc
  .tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.integer({ min: -60, max: 60 }))
  .map(([x, e]) => x * 2 ** e);

export const anyDtype: fc.Arbitrary<DType> = fc.constantFrom(...dtypes);

/** A place among the values of a type that are not negative, and the exact boundary above it. */
export const boundary: fc.Arbitrary<{ dtype: DType; k: bigint; value: number; at: Rational }> = anyDtype.chain(
  (dtype) =>
    fc.bigInt({ min: 0n, max: bitsOf(dtype, Infinity) - 1n }).map((k) => ({
      dtype,
      k,
      value: fromBits(dtype, k),
      at: boundaryAbove(dtype, k),
    })),
);
