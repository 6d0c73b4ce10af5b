/**
 * Honest ways to write second derivatives for one channel, with each rounding in sight: what the bounds of BN-17 must allow.
 * The statistics are found in one of the ways of forms.ts, or within the graph that is differentiated.
 */
import { inverseStd, type Moments, type Rounding, statistics } from './forms.ts';
import { type Node, type Tape, tape } from './rounded-autodiff.ts';

type Values = readonly number[];

export interface SecondInput {
  readonly x: Values;
  readonly dy: Values;
  readonly ddx: Values;
  readonly gamma: number;
  readonly ddgamma: number;
  readonly ddbeta: number;
  readonly epsilon: number;
}

export interface SecondDerivatives {
  readonly ddy: number[];
  readonly dx: number[];
  readonly dgamma: number;
}

export type SecondForm = (input: SecondInput, r: Rounding) => SecondDerivatives;

const inOrder = (values: Values, r: Rounding): number => values.reduce((total, value) => r(total + value));
const dot = (a: Values, b: Values, r: Rounding): number =>
  inOrder(
    a.map((value, i) => r(value * b[i])),
    r,
  );

type OfStatistics = (
  input: SecondInput,
  moments: Moments & { readonly invStd: number },
  r: Rounding,
) => SecondDerivatives;

const withStatistics =
  (name: string, of: OfStatistics): SecondForm =>
  (input, r) => {
    const moments = statistics[name].of(input.x, r);
    return of(input, { ...moments, invStd: inverseStd(moments.variance, input.epsilon, r) }, r);
  };

/** Expanded sums: projections are taken apart, and what they have in common is added up three times. */
const expanded: OfStatistics = ({ x, dy, ddx, gamma, ddgamma, ddbeta }, { mean, invStd }, r) => {
  const m = x.length;
  const d = x.map((value) => r(value - mean));
  const squared = r(invStd * invStd);
  const cubed = r(squared * invStd);
  const steep = d.map((value) => r(value * cubed));
  const [sumDy, sumDdx] = [inOrder(dy, r), inOrder(ddx, r)];
  const [alongDy, alongDdx] = [dot(dy, d, r), dot(ddx, d, r)];
  const product = r(r(r(r(squared * alongDy) * alongDdx) * 3) / m);
  const all = r(r(r(r(sumDdx * sumDy) / m) - dot(dy, ddx, r)) + product);
  const first = (g: Values, sum: number, along: number, scale: number): number[] => {
    const h = r(r(scale * invStd) / m);
    return g.map((gi, i) => r(h * r(r(r(m * gi) - sum) - r(r(d[i] * squared) * along))));
  };
  const [slopeDdx, slopeDy] = [r(r(alongDdx * cubed) / m), r(r(alongDy * cubed) / m)];
  const [meanDy, meanDdx] = [r(sumDy / m), r(sumDdx / m)];
  const dx = x.map((_, i) => {
    const zeroth = r(r(steep[i] * all) / m);
    const one = r(slopeDdx * r(meanDy - dy[i]));
    const two = r(slopeDy * r(meanDdx - ddx[i]));
    const ofX = r(gamma * r(r(zeroth + one) + two));
    const ofGamma = r(r(r(dy[i] * invStd) + r(-r(invStd * sumDy) / m)) + r(-r(steep[i] * alongDy) / m));
    return r(ofX + r(ddgamma * ofGamma));
  });
  const ddy = first(ddx, sumDdx, alongDdx, gamma).map((value, i) =>
    r(r(value + r(r(ddgamma * d[i]) * invStd)) + ddbeta),
  );
  return { ddy, dx, dgamma: dot(ddx, first(dy, sumDy, alongDy, 1), r) };
};

/** As the text states it: by projections. */
const projected: OfStatistics = ({ x, dy, ddx, gamma, ddgamma, ddbeta }, { mean, invStd }, r) => {
  const m = x.length;
  const xhat = x.map((value) => r(r(value - mean) * invStd));
  const project = (g: Values): { projected: number[]; along: number } => {
    const middle = r(inOrder(g, r) / m);
    const along = r(dot(g, xhat, r) / m);
    return { along, projected: g.map((gi, i) => r(r(gi - middle) - r(xhat[i] * along))) };
  };
  const [a, b] = [project(dy), project(ddx)];
  const product = dot(ddx, a.projected, r);
  const mean1 = r(product / m);
  const scale = r(gamma * r(invStd * invStd));
  return {
    ddy: b.projected.map((p, i) => r(r(r(r(gamma * invStd) * p) + r(ddgamma * xhat[i])) + ddbeta)),
    dx: x.map((_, i) => {
      const curved = r(r(r(xhat[i] * mean1) + r(a.along * b.projected[i])) + r(b.along * a.projected[i]));
      return r(r(r(ddgamma * invStd) * a.projected[i]) - r(scale * curved));
    }),
    dgamma: r(invStd * product),
  };
};

/** Coefficients of dy, ddx and x: k·dy + l·ddx + n·x + p. */
const folded: OfStatistics = ({ x, dy, ddx, gamma, ddgamma, ddbeta }, { mean, invStd }, r) => {
  const m = x.length;
  const [meanDy, meanDdx] = [inOrder(dy, r), inOrder(ddx, r)].map((sum) => r(sum / m));
  const xhat = x.map((value) => r(r(value - mean) * invStd));
  const [alongDy, alongDdx] = [dy, ddx].map((g) => r(dot(g, xhat, r) / m));
  const c = r(r(r(dot(dy, ddx, r) / m) - r(meanDy * meanDdx)) - r(alongDy * alongDdx));
  const g2 = r(r(gamma * invStd) * invStd);
  const k = r(r(ddgamma * invStd) - r(g2 * alongDdx));
  const l = -r(g2 * alongDy);
  const n = -r(invStd * r(r(k * alongDy) + r(g2 * r(c - r(alongDy * alongDdx)))));
  const p = -r(r(r(k * meanDy) + r(l * meanDdx)) + r(n * mean));
  const g = r(gamma * invStd);
  const slope = r(invStd * r(ddgamma - r(g * alongDdx)));
  const shift = r(ddbeta - r(r(g * meanDdx) + r(slope * mean)));
  return {
    ddy: ddx.map((value, i) => r(r(r(g * value) + r(slope * x[i])) + shift)),
    dx: x.map((value, i) => r(r(r(r(k * dy[i]) + r(l * ddx[i])) + r(n * value)) + p)),
    dgamma: r(r(m * invStd) * c),
  };
};

type Normalize = (t: Tape, x: readonly Node[], epsilon: Node) => Node[];

const meanOf = (t: Tape, all: readonly Node[]): Node => t.divide(t.sum(all), t.constant(all.length));

const twoPass: Normalize = (t, x, epsilon) => {
  const mean = meanOf(t, x);
  const d = x.map((xi) => t.subtract(xi, mean));
  const variance = meanOf(
    t,
    d.map((di) => t.multiply(di, di)),
  );
  const std = t.root(t.add(variance, epsilon));
  return d.map((di) => t.divide(di, std));
};

const onePass: Normalize = (t, x, epsilon) => {
  const mean = meanOf(t, x);
  const squares = meanOf(
    t,
    x.map((xi) => t.multiply(xi, xi)),
  );
  const variance = t.subtract(squares, t.multiply(mean, mean));
  const invStd = t.divide(t.constant(1), t.root(t.add(variance, epsilon)));
  return x.map((xi) => t.multiply(t.subtract(xi, mean), invStd));
};

/** Differentiates the graph of y, and then the graph of that. */
const differentiated =
  (normalize: Normalize): SecondForm =>
  (input, r) => {
    const t = tape(r);
    const lift = (values: Values): Node[] => values.map((value) => t.constant(value));
    const [x, dy, ddx] = [input.x, input.dy, input.ddx].map(lift);
    const [gamma, beta, ddgamma, ddbeta] = lift([input.gamma, 0, input.ddgamma, input.ddbeta]);
    const y = normalize(t, x, t.constant(input.epsilon)).map((xhat) => t.add(t.multiply(gamma, xhat), beta));
    const first = t.gradients(y, dy, [...x, gamma, beta]);
    const second = t.gradients(first, [...ddx, ddgamma, ddbeta], [...x, ...dy, gamma]).map(({ value }) => value);
    const m = x.length;
    return { dx: second.slice(0, m), ddy: second.slice(m, 2 * m), dgamma: second[2 * m] };
  };

/** The training gradient in closed form, with statistics that are differentiated. */
const ofClosedGradient: SecondForm = (input, r) => {
  const t = tape(r);
  const lift = (values: Values): Node[] => values.map((value) => t.constant(value));
  const [x, dy, ddx] = [input.x, input.dy, input.ddx].map(lift);
  const [gamma, ddgamma, ddbeta] = lift([input.gamma, input.ddgamma, input.ddbeta]);
  const mean = meanOf(t, x);
  const d = x.map((xi) => t.subtract(xi, mean));
  const variance = meanOf(
    t,
    d.map((di) => t.multiply(di, di)),
  );
  const invStd = t.divide(t.constant(1), t.root(t.add(variance, t.constant(input.epsilon))));
  const xhat = d.map((di) => t.multiply(di, invStd));
  const dgamma = t.sum(dy.map((g, i) => t.multiply(g, xhat[i])));
  const dbeta = t.sum(dy);
  const m = t.constant(x.length);
  const scale = t.multiply(gamma, invStd);
  const dx = dy.map((g, i) =>
    t.multiply(scale, t.subtract(t.subtract(g, t.divide(dbeta, m)), t.multiply(xhat[i], t.divide(dgamma, m)))),
  );
  const second = t
    .gradients([...dx, dgamma, dbeta], [...ddx, ddgamma, ddbeta], [...x, ...dy, gamma])
    .map(({ value }) => value);
  return { dx: second.slice(0, x.length), ddy: second.slice(x.length, 2 * x.length), dgamma: second[2 * x.length] };
};

export interface HonestSecondForm {
  readonly form: SecondForm;
  readonly grade: 'stable' | 'cancelling';
}

const closed = { expanded, projected, folded };
const found = ['two passes', 'Welford’s recurrence', 'one pass'];

export const secondForms: Readonly<Record<string, HonestSecondForm>> = {
  ...Object.fromEntries(
    Object.entries(closed).flatMap(([form, of]) =>
      found.map((name): [string, HonestSecondForm] => [
        `${form}, ${name}`,
        { form: withStatistics(name, of), grade: statistics[name].grade },
      ]),
    ),
  ),
  'graph of two passes, differentiated twice': { form: differentiated(twoPass), grade: 'stable' },
  'graph of one pass, differentiated twice': { form: differentiated(onePass), grade: 'cancelling' },
  'closed gradient, differentiated': { form: ofClosedGradient, grade: 'stable' },
};
