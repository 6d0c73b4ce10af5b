/** The elements of a channel: double-double arithmetic where it is safe, exact arithmetic otherwise. */
import { normalized, projected as projectedExactly, type Scale } from '../exact/channel-outputs.ts';
import { rational, zero, type Rational } from '../exact/rational.ts';
import type { Exact, Surd } from '../exact/surd.ts';
import { factor, joined, pair, safeProduct, spreadOf, times, triple } from './channel-constants.ts';
import { affine, projected, type Affine, type Projected } from './double-double-formulas.ts';
import type { Range } from './channel-sums.ts';
import { chunk, type Reader } from './channel-reader.ts';
import { fillExactly, type Elements } from './exact-tensors.ts';

const firstInput = new Float64Array(chunk);
const secondInput = new Float64Array(chunk);

/** One channel of an input. */
export interface Input {
  readonly reader: Reader;
  readonly c: number;
  readonly range: Range;
}

/** Mean and scale of a channel. */
export interface Frame {
  readonly mean: Rational;
  readonly scale: Scale;
}

/**
 * γ·(x - μ)·r + β
 * @param special - values for elements of `x` that are not finite
 */
export function affineElements(
  x: Input,
  { mean, scale }: Frame,
  gamma: Rational,
  beta: number,
  special: (x: number) => number,
): Elements {
  const shift = rational(beta);
  const remembered = new Memory<number>();
  const exact = (i: number): Exact => {
    const value = x.reader.at(x.c, i);
    if (!Number.isFinite(value)) return special(value);
    return remembered.get(value, 0, () => normalized(rational(value), mean, scale, gamma, shift));
  };
  const form: Affine = { mean: triple(mean), factor: factor(scale, gamma), beta };
  // With the product this far from overflow, β of any size adds safely.
  const safe = safeProduct(form.factor, spreadOf(x.range, mean));
  const fill: Elements['fill'] = (start, n, block) => {
    if (!safe) return fillExactly({ exact }, start, n, block);
    x.reader.read(x.c, start, n, firstInput);
    affine(form, firstInput, n, block);
  };
  return { fill, exact };
}

/** γ·r·((dy - mean dy) - (x - μ)·k); x and dy finite. */
export function projectedElements(
  dy: Input,
  x: Input,
  { mean, scale }: Frame,
  meanDy: Rational,
  k: Rational,
  gamma: Rational,
): Elements {
  const remembered = new Memory<number>();
  const exact = (i: number): Surd => {
    const xi = x.reader.at(x.c, i);
    const dyi = dy.reader.at(dy.c, i);
    return remembered.get(xi, dyi, () => projectedExactly(rational(dyi), meanDy, rational(xi), mean, k, scale, gamma));
  };
  const form: Projected = {
    meanDy: triple(meanDy),
    mean: triple(mean),
    slope: pair(k),
    factor: factor(scale, gamma),
  };
  const centred = spreadOf(x.range, mean);
  const safe =
    safeProduct(form.slope, centred) &&
    safeProduct(form.factor, joined(spreadOf(dy.range, meanDy), times(form.slope, centred)));
  const fill: Elements['fill'] = (start, n, block) => {
    if (!safe) return fillExactly({ exact }, start, n, block);
    dy.reader.read(dy.c, start, n, firstInput);
    x.reader.read(x.c, start, n, secondInput);
    projected(form, firstInput, secondInput, n, block);
  };
  return { fill, exact };
}

/** γ·r·dy */
export function scaledElements(dy: Input, scale: Scale, gamma: Rational, special: (dy: number) => number): Elements {
  return affineElements(dy, { mean: zero, scale }, gamma, 0, special);
}

/** Doubles that are exact by themselves. */
export function givenElements(value: (i: number) => number): Elements {
  return {
    exact: value,
    fill: (start, n, block) => {
      fillExactly({ exact: value }, start, n, block);
    },
  };
}

/** Caches the last value: equal neighbours, as in a constant channel, are computed once. */
class Memory<K> {
  #first: K | undefined;
  #second: K | undefined;
  #value: Surd | undefined;

  get(first: K, second: K, make: () => Surd): Surd {
    if (this.#value === undefined || first !== this.#first || second !== this.#second) {
      this.#first = first;
      this.#second = second;
      this.#value = make();
    }
    return this.#value;
  }
}
