/** Channels of a second derivative that are not judged (BN-17, Domain): a step may leave the range, or a special value has no one result. */
import type { BoundOptions } from '../bounds.ts';
import type { Arithmetic } from '../channel-call.ts';
import { inDomain } from '../domain.ts';
import { largestKu } from '../grade.ts';
import { type ChannelMagnitudes, specialsOf } from '../magnitudes.ts';
import { spreadOf } from '../statistics-errors.ts';

/** One channel of a call; the tensors are whole. */
export interface GivenChannel {
  readonly magnitudes: ChannelMagnitudes;
  readonly x: Float64Array;
  readonly dy: Float64Array;
  readonly ddx: Float64Array | undefined;
  readonly gamma: number;
  readonly ddgamma: number;
  readonly ddbeta: number;
  readonly epsilon: number;
}

export function isOpen(given: GivenChannel, options: BoundOptions, arithmetic: Arithmetic): boolean {
  if (arithmetic.summedK * arithmetic.u > largestKu) return true;
  return isSpecial(given) ? !hasOneResult(given) : !isInRange(given, options, arithmetic);
}

const isSpecial = ({ magnitudes, dy, ddx, gamma, ddgamma, ddbeta }: GivenChannel): boolean =>
  magnitudes.special.nan ||
  magnitudes.special.infinite ||
  ![gamma, ddgamma, ddbeta].every(Number.isFinite) ||
  [dy, ddx].some((values) => values && magnitudes.at.some((index) => !Number.isFinite(values[index])));

/** A NaN without infinities; and no factor of 0, which may hide it (BN-10). */
function hasOneResult({ magnitudes, dy, ddx, gamma, ddgamma, ddbeta }: GivenChannel): boolean {
  const { at, special } = magnitudes;
  const sides = [dy, ddx].map((values) => values && { values, ...specialsOf(at, values) });
  if (special.infinite || sides.some((side) => side?.infinite)) return false;
  if ([gamma, ddgamma, ddbeta].some((value) => Math.abs(value) === Infinity)) return false;
  const vanishing = sides.some((side) => !side || at.every((index) => side.values[index] === 0));
  return gamma !== 0 && ddgamma !== 0 && !vanishing;
}

function isInRange(given: GivenChannel, options: BoundOptions, { u, tiny, largest, summedK: K }: Arithmetic): boolean {
  const { magnitudes, dy, ddx, epsilon } = given;
  const { m, at, maxAbs, invStd } = magnitudes;
  const [gamma, ddgamma, ddbeta] = [given.gamma, given.ddgamma, given.ddbeta].map(Math.abs);
  const spreadAt = (grade: BoundOptions['grade']) =>
    spreadOf(magnitudes, { grade, K, u, epsilon, tiny, statistics: 'batch' });
  const { least } = spreadAt(options.grade);
  const r = invStd * (1 + spreadAt('stable').eta);
  const rest = { beta: 0, epsilon, least, steepest: r, largest, tiny, statistics: 'batch' } as const;
  if (!inDomain(magnitudes, { ...rest, gamma, dy }) || !inDomain(magnitudes, { ...rest, gamma: ddgamma, dy })) {
    return false;
  }
  if (ddx && !inDomain(magnitudes, { ...rest, gamma, dy: ddx })) return false;
  // Powers of r up to the fifth, the (v + ε)^(-5/2) of the derivative of a derivative, and a product of two sums.
  const least5 = Math.min(1, invStd ** 5) / m ** 2;
  if (least5 * Math.min(1, gamma || 1) < tiny || least5 * Math.min(1, ddgamma || 1) < tiny) return false;
  const sum = (values: Float64Array | undefined): number =>
    values ? m * at.reduce((most, index) => Math.max(most, Math.abs(values[index])), 0) : 0;
  const size = Math.max(1, 2 * maxAbs);
  const powers = (1 + r ** 4) * (1 + r * size) ** 2;
  const product = (gamma + ddgamma + 1) * size * Math.max(1, sum(dy)) * Math.max(1, sum(ddx)) * powers;
  return product < largest / 4 && ddbeta < largest / 4;
}
