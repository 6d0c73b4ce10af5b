/** Decodes dx: it is a sum of dy, a constant and x̂ with known weights, so a regression shows which term is wrong. */
import type { Diagnosis } from '../../report/report.ts';
import type { Tensor, TrainBackward } from '../../terms/contract.ts';
import type { Truth } from '../../terms/truth.ts';
import { formats } from '../../terms/dtype.ts';
import { byChannel, perChannel, short } from '../channel-data.ts';
import { dot, regress } from '../../accuracy/least-squares.ts';

interface Signature {
  readonly id: string;
  readonly says: string;
  /** Weights of the three terms relative to the correct ones. */
  readonly terms: readonly [number, number, number];
}

const signatures: readonly Signature[] = [
  { id: 'BW01', says: 'lacks both the mean term and the variance term', terms: [1, 0, 0] },
  { id: 'BW02', says: 'lacks the variance term', terms: [1, 1, 0] },
  { id: 'BW03', says: 'lacks the mean term', terms: [1, 0, 1] },
  { id: 'BW04', says: 'has the variance term with the wrong sign', terms: [1, 1, -1] },
  { id: 'BW04', says: 'has the mean term with the wrong sign', terms: [1, -1, 1] },
];

/** Largest error of a coefficient, in roundings of dx. */
const roundings = 16;

/**
 * @param dx - the implementation's answer to this call
 * @param invStd - from the implementation's own forward pass, so that its error is not counted as a second mistake
 */
export function decodeBackward(
  call: TrainBackward,
  dx: Tensor,
  { channel }: Truth,
  invStd: ArrayLike<number> = channel.invStd,
): Diagnosis | undefined {
  const [xs, dys, actual] = [call.x, call.dy, dx].map((t) => byChannel(t, call.axis));
  const gammas = perChannel(call.gamma, xs.length, 1);
  const unit = roundings * formats[dx.dtype].unitRoundoff;
  const seen = xs.map((x, c) => {
    const m = x.length;
    const xhat = x.map((value) => (value - channel.mean[c]) * invStd[c]);
    const columns = [dys[c], x.map(() => 1), xhat];
    const fit = regress(actual[c], columns);
    const [dbeta, dgamma] = [columns[1], xhat].map((weights) => dot(dys[c], weights));
    const scale = gammas[c] * invStd[c];
    const right = [scale, (-scale * dbeta) / m, (-scale * dgamma) / m];
    if (fit === undefined || !(fit.residual < Math.max(1e-3, unit))) return undefined;
    const size = Math.sqrt(dot(actual[c], actual[c]));
    return fit.k.map((weight, j) => ({
      ratio: weight / right[j],
      // The coefficient of an absent term is of the size of a rounding error, not exactly 0.
      slack: Math.max(2e-3, (unit * size) / Math.abs(right[j] * Math.sqrt(dot(columns[j], columns[j])))),
    }));
  });
  if (seen.includes(undefined)) {
    return {
      id: 'not-a-combination',
      says: notCombined,
      evidence: `the regression leaves a residual in channel ${seen.indexOf(undefined)}`,
    };
  }
  const channels = seen as NonNullable<(typeof seen)[number]>[];
  const all = (terms: readonly number[]): boolean =>
    channels.every((each) => each.every(({ ratio, slack }, j) => Math.abs(ratio - terms[j]) < slack));
  if (all([1, 1, 1])) return undefined;
  const found = signatures.find(({ terms }) => all(terms));
  return {
    id: found?.id ?? 'gradient-terms',
    says: found ? `dx ${found.says}.` : 'The terms of dx have wrong weights.',
    evidence: `weights of the terms (dy, mean, variance) relative to the correct ones, by channel: ${channels.map((each) => `(${each.map(({ ratio }) => short(ratio)).join(', ')})`).join(' ')}`,
  };
}

const notCombined =
  'Within a channel, dx is not a linear combination of dy, a constant and x̂: the wrong elements were reduced (layout, axis, tail elements), or x̂ itself is wrong.';
