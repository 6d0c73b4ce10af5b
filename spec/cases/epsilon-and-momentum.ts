/** Epsilon and momentum of calls: numbers that a framework can represent, in float32 beside all but float64 data. */
import type { Claims, DType } from '../terms/contract.ts';
import { formats, roundTo } from '../terms/dtype.ts';

type ScalarClaims = Pick<Claims, 'scalars'>;

/** A number of few bits where the type is narrow, so that a framework that stores it in that type loses nothing. */
function scalarType(dtype: DType, { scalars }: ScalarClaims): DType {
  if (dtype === 'float64') return scalars;
  return dtype === 'float32' ? 'float32' : 'bfloat16';
}

export const scalarFor = (dtype: DType, value: number, claims: ScalarClaims): number =>
  roundTo(scalarType(dtype, claims), value);

type EpsilonClaims = ScalarClaims & Pick<Claims, 'minEpsilon' | 'epsilons'>;

/**
 * The same for an epsilon, which rounding must not take below the least claimed one: 1e-5 rounded to float32 is less
 * than 1e-5. Where the claims list epsilons, the nearest of them, as it is.
 */
export function epsilonFor(dtype: DType, value: number, claims: EpsilonClaims): number {
  const { minEpsilon, epsilons } = claims;
  if (epsilons !== undefined) return nearest(Math.log, epsilons, value);
  const rounded = scalarFor(dtype, Math.max(value, minEpsilon), claims);
  if (rounded >= minEpsilon) return rounded;
  const { unitRoundoff, smallest } = formats[scalarType(dtype, claims)];
  return scalarFor(dtype, rounded * (1 + 2 * unitRoundoff) + smallest, claims);
}

/** The same for a momentum: where the claims list momenta, the nearest of them. */
export const momentumFor = (dtype: DType, value: number, claims: ScalarClaims & Pick<Claims, 'momenta'>): number => {
  const { momenta } = claims;
  return momenta === undefined ? scalarFor(dtype, value, claims) : nearest((momentum) => momentum, momenta, value);
};

function nearest(scale: (value: number) => number, listed: readonly number[], value: number): number {
  const far = (candidate: number): number => Math.abs(scale(candidate) - scale(value));
  return listed.reduce((best, candidate) => (far(candidate) < far(best) ? candidate : best));
}

/**
 * Another value of a scalar: the one wanted, or, where the claims list values, the next of them, which is the same where
 * there is only one.
 */
export const another = (current: number, wanted: number, listed: readonly number[] | undefined): number =>
  listed === undefined ? wanted : listed[(listed.indexOf(current) + 1) % listed.length];
