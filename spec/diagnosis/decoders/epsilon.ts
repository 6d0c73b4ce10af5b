/** Decodes epsilon: the term added to the variance under the square root, over calls with different epsilons. */
import type { Diagnosis } from '../../report/report.ts';
import { formats } from '../../terms/dtype.ts';
import { valuesOf } from '../../terms/tensor.ts';
import { byChannel, perChannel, short } from '../channel-data.ts';
import { regress } from '../../accuracy/least-squares.ts';
import { type Seen, seenIn } from '../answered-calls.ts';

/** One channel of one call. */
interface Sight {
  readonly given: number;
  readonly seen: number;
  /** Largest error of `seen`. */
  readonly slack: number;
}

/** Fewest channels to draw a conclusion from; in at least half as many, the term must differ from the given epsilon. */
const several = 4;

/** Looks at the square root in y first, then at the one in inv_std. */
export function decodeEpsilon(seen: readonly Seen[]): Diagnosis | undefined {
  for (const sights of [sightsInY(seen), sightsInInvStd(seen)]) {
    const found = constantOrFloor(sights);
    if (found !== undefined) return found;
  }
  return undefined;
}

function constantOrFloor(sights: readonly Sight[]): Diagnosis | undefined {
  const off = sights.filter(({ given, seen, slack }) => !(Math.abs(given - seen) <= slack));
  const sharp = off.toSorted((a, b) => a.slack - b.slack);
  if (sights.length < several || off.length < several / 2) return undefined;
  const [{ seen: value, slack }] = sharp;
  const is = (sight: Sight, expected: number): boolean => Math.abs(sight.seen - expected) <= sight.slack + slack;
  if (value <= slack || new Set(sights.map(({ given }) => given)).size < 2) return undefined;
  const evidence = `(gamma / a)² - v is ${short(value)} in ${sights.length} channels, while epsilon is ${[...new Set(sights.map(({ given }) => given))].map(short).join(', ')}`;
  if (sights.every((sight) => is(sight, value))) {
    return { id: 'EP03', says: `Epsilon is always ${short(value)}.`, evidence };
  }
  if (sights.every((sight) => is(sight, Math.max(sight.given, value)))) {
    return { id: 'EP07', says: `An epsilon below ${short(value)} is raised to ${short(value)}.`, evidence };
  }
  return undefined;
}

/**
 * Largest error of (gamma / a)², as a multiple of the relative error that the bound allows: a square doubles it, and
 * two values are compared.
 */
const allowance = 8;

function sightsInY(seen: readonly Seen[]): Sight[] {
  return [...seenIn(seen, 'trainForward'), ...seenIn(seen, 'inferForward')].flatMap((each) => {
    const { call, outputs, truth, bounds, layout } = each;
    if (outputs.y === undefined || bounds.y === undefined || layout.perChannel < 3) return [];
    const [xs, ys] = [call.x, outputs.y].map((t) => byChannel(t, call.axis));
    const errors = byChannel({ ...call.x, dtype: 'float64', data: bounds.y }, call.axis).map((b) => Math.max(...b));
    const gammas = perChannel(call.gamma, xs.length, 1);
    return xs.flatMap((x, c): Sight[] => {
      const v = truth.channel.variance[c];
      const middle = x.reduce((sum, value) => sum + value, 0) / x.length;
      const spread = Math.sqrt(x.reduce((sum, value) => sum + (value - middle) ** 2, 0) / x.length);
      const fit = regress(ys[c], [x.map((value) => value - middle), x.map(() => 1)]);
      if (fit === undefined || gammas[c] === 0 || !(v >= 0)) return [];
      const [slope] = fit.k;
      const bent = Math.max(...x.map((value, i) => Math.abs(ys[c][i] - slope * (value - middle) - fit.k[1])));
      if (bent > allowance * errors[c]) return [];
      const square = (gammas[c] / slope) ** 2;
      const unit = formats[call.x.dtype].unitRoundoff;
      const relative = errors[c] / Math.abs(slope * spread) + unit;
      return [{ given: call.epsilon, seen: square - v, slack: allowance * relative * Math.max(square, v) }];
    });
  });
}

function sightsInInvStd(seen: readonly Seen[]): Sight[] {
  return seenIn(seen, 'trainForward').flatMap(({ call, outputs, truth, bounds }) => {
    const { invStd } = outputs;
    if (invStd === undefined || bounds.invStd === undefined) return [];
    const unit = Math.max(formats[call.x.dtype].unitRoundoff, formats[invStd.dtype].unitRoundoff);
    const error = (r: number, c: number): number => (bounds.invStd?.[c] ?? 0) / r + unit;
    return [...valuesOf(invStd)].map((r, c): Sight => {
      const v = truth.channel.variance[c];
      return { given: call.epsilon, seen: r ** -2 - v, slack: allowance * error(r, c) * Math.max(r ** -2, v) };
    });
  });
}
