/** Exact tangents of one channel, step by step: the mean, the variance, the root and the quotient, each with its own tangent. */
import {
  add,
  divide,
  integer,
  multiply,
  rational,
  subtract,
  type Rational,
} from '../../../reference/exact/rational.ts';
import type { Surd } from '../../../reference/exact/surd.ts';

export interface TangentChannel {
  readonly x: Float64Array;
  readonly tx: Float64Array;
  readonly gamma: number;
  readonly tgamma: number;
  readonly tbeta: number;
  readonly epsilon: number;
  /** Statistics that are given; else those of x. */
  readonly given?: Readonly<Record<'mean' | 'tmean' | 'variance' | 'tvariance', number>>;
}

const meanOf = (values: readonly Rational[]): Rational => divide(values.reduce(add), integer(values.length));
const two = integer(2);

/** ty by index. With w = v + ε: the tangent of d/√w is (td - d·tw/(2·w))/√w. */
export function exactTangents({ given, epsilon, ...channel }: TangentChannel): Surd[] {
  const [x, tx] = [channel.x, channel.tx].map((values) => Array.from(values, rational));
  const [gamma, tgamma, tbeta] = [channel.gamma, channel.tgamma, channel.tbeta].map(rational);
  const [mean, tmean] = given ? [rational(given.mean), rational(given.tmean)] : [meanOf(x), meanOf(tx)];
  const d = x.map((value) => subtract(value, mean));
  const td = tx.map((value) => subtract(value, tmean));
  const products = (a: readonly Rational[], b: readonly Rational[]): Rational[] => a.map((ai, i) => multiply(ai, b[i]));
  const [variance, tvariance] = given
    ? [rational(given.variance), rational(given.tvariance)]
    : [meanOf(products(d, d)), multiply(two, meanOf(products(d, td)))];
  const w = add(variance, rational(epsilon));
  const relative = divide(tvariance, multiply(two, w));
  return d.map((di, i) => {
    const own = subtract(td[i], multiply(di, relative));
    return { p: tbeta, q: add(multiply(gamma, own), multiply(tgamma, di)), w };
  });
}
