/** Values of ty that are not judged (BN-18, Domain): a step may leave the range, or a special value has no one result. */
import type { BoundOptions } from '../bounds.ts';
import type { Arithmetic } from '../channel-call.ts';
import { inDomain } from '../domain.ts';
import { largestKu } from '../grade.ts';
import type { ChannelMagnitudes } from '../magnitudes.ts';
import { spreadOf } from '../statistics-errors.ts';

/** One channel of a call: the tensors are whole, and the numbers are magnitudes. */
export interface GivenTangents {
  readonly magnitudes: ChannelMagnitudes;
  readonly x: Float64Array;
  readonly tx: Float64Array;
  readonly gamma: number;
  readonly tgamma: number;
  readonly tbeta: number;
  readonly tmean: number;
  readonly tvariance: number;
  readonly epsilon: number;
}

const everywhere = (): boolean => true;
const nowhere = (): boolean => false;

/** @returns whether a value is left open, by flat index */
export function isOpen(
  given: GivenTangents,
  options: BoundOptions,
  arithmetic: Arithmetic,
): (index: number) => boolean {
  const own = arithmetic.statistics === 'batch';
  if (own && arithmetic.summedK * arithmetic.u > largestKu) return everywhere;
  if (!isInRange(given, options, arithmetic)) return everywhere;
  const { magnitudes, x, tx, gamma, tgamma, tbeta, tmean, tvariance } = given;
  const { mean, variance, at } = magnitudes;
  const numbers = [gamma, tgamma, tbeta, tmean, tvariance, ...(own ? [] : [mean, variance])];
  const isUsual = (index: number): boolean => Number.isFinite(x[index]) && Number.isFinite(tx[index]);
  if (numbers.every(Number.isFinite) && at.every(isUsual)) return nowhere;
  if (numbers.some((one) => Math.abs(one) === Infinity)) return everywhere;
  // A NaN reaches ty through γ, tγ and tx alike: a factor of 0 may hide it (BN-10).
  if (gamma === 0 || tgamma === 0) return everywhere;
  const isInfinite = (index: number): boolean => Math.abs(x[index]) === Infinity || Math.abs(tx[index]) === Infinity;
  if (!own) return (index) => isInfinite(index) || tx[index] === 0;
  return at.some(isInfinite) || at.every((index) => tx[index] === 0) ? everywhere : nowhere;
}

/** A NaN must not decide, so each comparison is false for it. */
function isInRange(given: GivenTangents, options: BoundOptions, arithmetic: Arithmetic): boolean {
  const { magnitudes, tx, gamma, tgamma, tbeta, tmean, tvariance, epsilon } = given;
  const { u, tiny, largest, summedK: K, statistics } = arithmetic;
  const spreadAt = (grade: BoundOptions['grade']) => spreadOf(magnitudes, { grade, K, u, epsilon, tiny, statistics });
  const { least } = spreadAt(options.grade);
  const r = magnitudes.invStd * (1 + spreadAt('stable').eta);
  const rest = { beta: tbeta, epsilon, least, steepest: r, largest, tiny, statistics };
  if (![gamma, tgamma].every((factor) => inDomain(magnitudes, { ...rest, gamma: factor, dy: undefined }))) return false;
  if (statistics === 'batch') return inDomain(magnitudes, { ...rest, gamma, dy: tx });
  // r³ is the (v + ε)^(-3/2) in the derivative by the variance.
  if (Math.min(1, magnitudes.invStd ** 3) * Math.min(1, gamma || 1) < tiny) return false;
  const most = magnitudes.at.reduce((found, index) => (Math.abs(tx[index]) > found ? Math.abs(tx[index]) : found), 0);
  const size = Math.max(1, magnitudes.maxAbs + magnitudes.meanAbs);
  const tangents = Math.max(1, most + tmean) * Math.max(1, tvariance);
  return !((gamma + tgamma + 1) * (1 + r) ** 3 * size * tangents >= largest / 4);
}
