/**
 * Honest ways to write forward mode for one channel, with each rounding in sight: what the bounds of BN-18 must allow.
 * The statistics of the batch are found in one of the ways of forms.ts, or with their tangents.
 */
import { inverseStd, type Moments, type Rounding, statistics } from './forms.ts';

type Values = readonly number[];

export interface TangentInput {
  readonly x: Values;
  readonly tx: Values;
  readonly gamma: number;
  readonly tgamma: number;
  readonly beta: number;
  readonly tbeta: number;
  readonly mean: number;
  readonly tmean: number;
  readonly variance: number;
  readonly tvariance: number;
  readonly epsilon: number;
}

export interface Tangents {
  readonly y: number[];
  readonly ty: number[];
}

export type TangentForm = (input: TangentInput, r: Rounding) => Tangents;

const inOrder = (values: Values, r: Rounding): number => values.reduce((total, value) => r(total + value));
const dot = (a: Values, b: Values, r: Rounding): number =>
  inOrder(
    a.map((value, i) => r(value * b[i])),
    r,
  );
const meanOf = (values: Values, r: Rounding): number => r(inOrder(values, r) / values.length);

/** x̂ and its tangent, and what is made of them. */
function affine(xhat: Values, txhat: Values, { gamma, tgamma, beta, tbeta }: TangentInput, r: Rounding): Tangents {
  return {
    y: xhat.map((value) => r(r(gamma * value) + beta)),
    ty: xhat.map((value, i) => r(r(r(gamma * txhat[i]) + r(tgamma * value)) + tbeta)),
  };
}

/** Mean, variance and their tangents; r̂ and its own. */
interface Dual {
  readonly mean: number;
  readonly tmean: number;
  readonly invStd: number;
  readonly tinvStd: number;
}

type Finish = (input: TangentInput, dual: Dual, r: Rounding) => Tangents;

const direct: Finish = (input, { mean, tmean, invStd, tinvStd }, r) => {
  const d = input.x.map((value) => r(value - mean));
  const xhat = d.map((value) => r(value * invStd));
  const txhat = d.map((value, i) => r(r(r(input.tx[i] - tmean) * invStd) + r(value * tinvStd)));
  return affine(xhat, txhat, input, r);
};

/** x·a + b, with the tangents of a and b. */
const folded: Finish = ({ x, tx, gamma, tgamma, beta, tbeta }, { mean, tmean, invStd, tinvStd }, r) => {
  const a = r(gamma * invStd);
  const ta = r(r(tgamma * invStd) + r(gamma * tinvStd));
  const b = r(beta - r(mean * a));
  const tb = r(r(tbeta - r(tmean * a)) - r(mean * ta));
  return {
    y: x.map((value) => r(r(value * a) + b)),
    ty: x.map((value, i) => r(r(r(tx[i] * a) + r(value * ta)) + tb)),
  };
};

/** The same with the tangent of b the other way round. */
const foldedOtherwise: Finish = (input, dual, r) => {
  const { x, tx, gamma, tgamma, tbeta } = input;
  const { mean, tmean, invStd, tinvStd } = dual;
  const a = r(gamma * invStd);
  const ta = r(r(gamma * tinvStd) + r(tgamma * invStd));
  const tb = r(tbeta - r(r(mean * ta) + r(tmean * a)));
  const ty = x.map((value, i) => r(r(r(value * ta) + r(tx[i] * a)) + tb));
  return { y: folded(input, dual, r).y, ty };
};

const cubed = (invStd: number, r: Rounding): number => r(r(invStd * invStd) * invStd);

/** -r³/2 · tv */
const byCube = (tvariance: number, invStd: number, r: Rounding): number => -r(r(cubed(invStd, r) * tvariance) / 2);

type OfStatistics = (input: TangentInput, moments: Moments & { readonly invStd: number }, r: Rounding) => Tangents;

const withStatistics =
  (name: string, of: OfStatistics): TangentForm =>
  (input, r) => {
    const moments = statistics[name].of(input.x, r);
    return of(input, { ...moments, invStd: inverseStd(moments.variance, input.epsilon, r) }, r);
  };

/** r·(tx - mean(tx) - x̂·mean(tx·x̂)) */
const projected: OfStatistics = (input, { mean, invStd }, r) => {
  const { x, tx } = input;
  const xhat = x.map((value) => r(r(value - mean) * invStd));
  const tmean = meanOf(tx, r);
  const along = r(dot(tx, xhat, r) / x.length);
  const txhat = xhat.map((value, i) => r(invStd * r(r(tx[i] - tmean) - r(value * along))));
  return affine(xhat, txhat, input, r);
};

/** Deviations of x and of tx, and r³ times the mean of their products. */
const centred =
  (finish: Finish): OfStatistics =>
  (input, { mean, invStd }, r) => {
    const { x, tx } = input;
    const tmean = meanOf(tx, r);
    const d = x.map((value) => r(value - mean));
    const td = tx.map((value) => r(value - tmean));
    const tinvStd = -r(cubed(invStd, r) * r(dot(d, td, r) / x.length));
    return finish(input, { mean, tmean, invStd, tinvStd }, r);
  };

/** Σx·tx - μ·Σtx */
const ofSums: OfStatistics = (input, { mean, invStd }, r) => {
  const { x, tx } = input;
  const sum = inOrder(tx, r);
  const product = r(r(dot(x, tx, r) - r(mean * sum)) / x.length);
  const tinvStd = -r(r(r(invStd * invStd) * product) * invStd);
  return direct(input, { mean, tmean: r(sum / x.length), invStd, tinvStd }, r);
};

/** Each step of two passes with its tangent. */
const dualTwoPass: TangentForm = (input, r) => {
  const { x, tx, epsilon } = input;
  const [mean, tmean] = [meanOf(x, r), meanOf(tx, r)];
  const d = x.map((value) => r(value - mean));
  const td = tx.map((value) => r(value - tmean));
  const variance = r(dot(d, d, r) / x.length);
  const tvariance = meanOf(
    d.map((value, i) => 2 * r(value * td[i])),
    r,
  );
  return quotients(input, { d, td, variance, tvariance, epsilon }, r);
};

interface Deviations {
  readonly d: Values;
  readonly td: Values;
  readonly variance: number;
  readonly tvariance: number;
  readonly epsilon: number;
}

/** d / √(v + ε), with the tangent of the root. */
function quotients(input: TangentInput, { d, td, variance, tvariance, epsilon }: Deviations, r: Rounding): Tangents {
  const std = r(Math.sqrt(r(variance + epsilon)));
  const tstd = r(tvariance / (2 * std));
  const xhat = d.map((value) => r(value / std));
  const txhat = xhat.map((value, i) => r(r(td[i] - r(value * tstd)) / std));
  return affine(xhat, txhat, input, r);
}

/** mean(x²) - mean(x)², with its tangent. */
const dualOnePass: TangentForm = (input, r) => {
  const { x, tx, epsilon } = input;
  const [mean, tmean] = [meanOf(x, r), meanOf(tx, r)];
  const variance = r(r(dot(x, x, r) / x.length) - r(mean * mean));
  const tvariance = r(2 * r(dot(x, tx, r) / x.length) - 2 * r(mean * tmean));
  const w = r(variance + epsilon);
  const invStd = r(1 / r(Math.sqrt(w)));
  const tinvStd = -r(r(r(invStd / w) * tvariance) / 2);
  return direct(input, { mean, tmean, invStd, tinvStd }, r);
};

export interface HonestTangentForm {
  readonly form: TangentForm;
  readonly grade: 'stable' | 'cancelling';
}

const closed = {
  projected,
  'deviations and r³': centred(direct),
  'deviations and r³, folded': centred(folded),
  'sums of x·tx': ofSums,
};
const found = ['two passes', 'Welford’s recurrence', 'one pass'];

export const trainTangentForms: Readonly<Record<string, HonestTangentForm>> = {
  ...Object.fromEntries(
    Object.entries(closed).flatMap(([form, of]) =>
      found.map((name): [string, HonestTangentForm] => [
        `${form}, ${name}`,
        { form: withStatistics(name, of), grade: statistics[name].grade },
      ]),
    ),
  ),
  'two passes with tangents': { form: dualTwoPass, grade: 'stable' },
  'one pass with tangents': { form: dualOnePass, grade: 'cancelling' },
};

const ofGiven =
  (finish: Finish, slope: (tvariance: number, invStd: number, w: number, r: Rounding) => number): TangentForm =>
  (input, r) => {
    const { mean, tmean, variance, tvariance, epsilon } = input;
    const invStd = inverseStd(variance, epsilon, r);
    const tinvStd = slope(tvariance, invStd, r(variance + epsilon), r);
    return finish(input, { mean, tmean, invStd, tinvStd }, r);
  };

const byQuotient = (tvariance: number, invStd: number, w: number, r: Rounding): number =>
  -r(r(r(tvariance / 2) * invStd) / w);

const given: Readonly<Record<string, TangentForm>> = {
  'deviations and r³': ofGiven(direct, (tvariance, invStd, _, r) => byCube(tvariance, invStd, r)),
  'deviations and r / (v + ε)': ofGiven(direct, byQuotient),
  'quotients by the root': (input, r) => {
    const { x, tx, mean, tmean } = input;
    const d = x.map((value) => r(value - mean));
    return quotients(input, { ...input, d, td: tx.map((value) => r(value - tmean)) }, r);
  },
  folded: ofGiven(folded, (tvariance, invStd, _, r) => byCube(tvariance, invStd, r)),
  'folded, by r / (v + ε)': ofGiven(foldedOtherwise, byQuotient),
};

export const inferTangentForms: Readonly<Record<string, HonestTangentForm>> = Object.fromEntries(
  Object.entries(given).map(([name, form]) => [name, { form, grade: 'stable' }]),
);
