/** Decodes dx: it is a sum of dy, a constant and x̂ with known weights, so a regression shows which term is wrong. */
import type { Diagnosis } from '../report/report.ts';
import type { Tensor, TrainBackward } from '../terms/contract.ts';
import type { Truth } from '../terms/truth.ts';
import { formats } from '../terms/dtype.ts';
import { byChannel, perChannel, short } from './channel-data.ts';
import { dot, regress } from '../accuracy/least-squares.ts';

interface Signature {
  readonly id: string;
  readonly says: string;
  /** Weights of the three terms over the right ones. */
  readonly terms: readonly [number, number, number];
}

const signatures: readonly Signature[] = [
  { id: 'BW01', says: 'has neither the term of the mean nor that of the variance', terms: [1, 0, 0] },
  { id: 'BW02', says: 'lacks the term of the variance', terms: [1, 1, 0] },
  { id: 'BW03', says: 'lacks the term of the mean', terms: [1, 0, 1] },
  { id: 'BW04', says: 'has the term of the variance with the wrong sign', terms: [1, 1, -1] },
  { id: 'BW04', says: 'has the term of the mean with the wrong sign', terms: [1, -1, 1] },
];

/** Roundings of dx that a coefficient may be off by. */
const roundings = 16;

/**
 * @param dx - the implementation's answer to this call
 * @param invStd - of its own forward pass: what follows from that is no other mistake
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
      // A term that is absent leaves a coefficient of rounding size, not exactly 0.
      slack: Math.max(2e-3, (unit * size) / Math.abs(right[j] * Math.sqrt(dot(columns[j], columns[j])))),
    }));
  });
  if (seen.includes(undefined)) {
    return {
      id: 'not-a-combination',
      says: notCombined,
      evidence: `channel ${seen.indexOf(undefined)} leaves a residual`,
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
    evidence: `terms (dy, mean, variance) over the right ones, by channel: ${channels.map((each) => `(${each.map(({ ratio }) => short(ratio)).join(', ')})`).join(' ')}`,
  };
}

const notCombined =
  'dx is no combination of dy, a constant and x̂ within a channel: the wrong elements were reduced (layout, axis, a tail), or x̂ itself is wrong.';
