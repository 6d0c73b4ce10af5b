/** Decodes the use of gamma and beta in y: y at the mean of x is beta, and the sign of the slope is that of gamma. */
import type { Diagnosis } from '../../report/report.ts';
import { byChannel, close, perChannel, short } from '../channel-data.ts';
import { regress } from '../../accuracy/least-squares.ts';
import { snakeCase } from '../../terms/operations.ts';
import type { Seen } from '../answered-calls.ts';

interface Sight {
  readonly gamma: number;
  readonly beta: number;
  readonly slope: number;
  /** Inverse standard deviation. */
  readonly r: number;
  /** y where x is the mean. */
  readonly middle: number;
  readonly slack: number;
}

interface Rule {
  readonly id: string;
  readonly says: string;
  readonly fits: (sight: Sight) => boolean;
}

const near = (a: number, b: number, { slack }: Sight): boolean => Math.abs(a - b) <= slack;
const signed = ({ gamma, slope }: Sight): boolean => Math.sign(slope) === Math.sign(gamma);

/** The first rule describes a correct implementation. */
const rules: readonly Rule[] = [
  { id: '', says: '', fits: (sight) => near(sight.middle, sight.beta, sight) && signed(sight) },
  { id: 'AF02', says: 'beta is not added', fits: (sight) => near(sight.middle, 0, sight) && signed(sight) },
  {
    id: 'AF06',
    says: 'beta is multiplied by gamma as well',
    fits: (sight) => near(sight.middle, sight.gamma * sight.beta, sight) && signed(sight),
  },
  {
    id: 'AF01',
    says: 'gamma is ignored (treated as 1)',
    fits: (sight) => near(sight.middle, sight.beta, sight) && close(sight.slope, sight.r),
  },
  {
    id: 'AF03',
    says: 'the absolute value of gamma is used',
    fits: (sight) => near(sight.middle, sight.beta, sight) && sight.slope > 0,
  },
];

/** Fewest channels to draw a conclusion from. */
const several = 4;

export function decodeAffine(seen: readonly Seen[], operation: 'trainForward' | 'inferForward'): Diagnosis | undefined {
  const sights = seen.flatMap((each) => (each.operation === operation ? sightsOf(each) : []));
  const [right, ...wrong] = rules;
  const off = sights.filter((sight) => !right.fits(sight));
  if (sights.length < several || off.length < several / 2) return undefined;
  const found = wrong.find(({ fits }) => sights.every(fits));
  if (found === undefined) return undefined;
  const [{ middle, slope, gamma, beta }] = off;
  return {
    id: found.id,
    says: `In ${snakeCase(operation)} ${found.says}.`,
    evidence: `in ${sights.length} channels; in the first, y is ${short(middle)} at the mean of x, with slope ${short(slope)}, while beta is ${short(beta)} and gamma ${short(gamma)}`,
  };
}

/** Largest distance of y from a straight line, in error bounds. */
const allowance = 8;

function sightsOf({ call, outputs, truth, bounds, layout }: Seen): Sight[] {
  if (outputs.y === undefined || bounds.y === undefined || layout.perChannel < 3) return [];
  if (!('beta' in call)) return [];
  const [xs, ys] = [call.x, outputs.y].map((t) => byChannel(t, call.axis));
  const errors = byChannel({ ...call.x, dtype: 'float64', data: bounds.y }, call.axis).map((b) => Math.max(...b));
  const [gammas, betas] = [perChannel(call.gamma, xs.length, 1), perChannel(call.beta, xs.length, 0)];
  return xs.flatMap((x, c): Sight[] => {
    const mean = truth.channel.mean[c];
    const centered = x.map((value) => value - mean);
    const fit = regress(ys[c], [centered, x.map(() => 1)]);
    if (fit === undefined || gammas[c] === 0) return [];
    const [slope, middle] = fit.k;
    const bent = Math.max(...centered.map((value, i) => Math.abs(ys[c][i] - slope * value - middle)));
    const slack = allowance * errors[c] + 1e-4 * Math.abs(betas[c]);
    return bent > slack ? [] : [{ gamma: gammas[c], beta: betas[c], slope, r: truth.channel.invStd[c], middle, slack }];
  });
}
