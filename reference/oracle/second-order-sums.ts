/** Exact means and products of one channel, as second derivatives need them (BN-17). */
import { divide, integer, multiply, square, subtract, type Rational } from '../exact/rational.ts';
import { centredDot, meanOf } from '../exact/sums.ts';
import type { Reader } from './channel-reader.ts';
import type { Pairs } from './channel-sums.ts';
import type { Frame } from './elements.ts';

/** A tensor that is not given: every value is 0. */
export const zeros: Reader = {
  precision: 1,
  at: () => 0,
  read: (_c, _start, n, out) => {
    out.fill(0, 0, n);
  },
};

/** ⟨a⟩ and ⟨a·(x - μ)⟩. */
export interface Moments {
  readonly mean: Rational;
  readonly along: Rational;
}

/** Moments of the tensor that `measurePairs` calls dy. */
export const momentsOf = ({ dy, dyx }: Pairs, { mean }: Frame, m: number): Moments => ({
  mean: meanOf(dy.sum, m),
  along: meanOf(centredDot(dyx, dy.sum, mean), m),
});

/** r² */
export const squaredScale = ({ scale }: Frame): Rational => divide(square(scale.q), scale.w);

/** ⟨b·P(a)⟩ = ⟨a·b⟩ - ⟨a⟩⟨b⟩ - r²·⟨a·d⟩⟨b·d⟩ */
export function projectedProduct(dot: Rational, a: Moments, b: Moments, r2: Rational, m: number): Rational {
  const straight = subtract(divide(dot, integer(m)), multiply(a.mean, b.mean));
  return subtract(straight, multiply(r2, multiply(a.along, b.along)));
}
