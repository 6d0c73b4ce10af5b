/** Decodes dx: it is a sum of dy, a constant and x̂ with known weights, so a regression shows which term is wrong. */
import type { Diagnosis } from '../report/report.ts';
import type { Tensor, TrainBackward } from '../terms/contract.ts';
import type { Truth } from '../terms/truth.ts';
import { byChannel, close, perChannel, short } from './channel-data.ts';
import { regress } from './least-squares.ts';

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

/** @param dx - the implementation's answer to this call */
export function decodeBackward(call: TrainBackward, dx: Tensor, { channel, outputs }: Truth): Diagnosis | undefined {
  const [xs, dys, actual] = [call.x, call.dy, dx].map((t) => byChannel(t, call.axis));
  const gammas = perChannel(call.gamma, xs.length, 1);
  const seen = xs.map((x, c) => {
    const m = x.length;
    const xhat = x.map((value) => (value - channel.mean[c]) * channel.invStd[c]);
    const fit = regress(actual[c], [dys[c], x.map(() => 1), xhat]);
    const scale = gammas[c] * channel.invStd[c];
    const right = [scale, (-scale * (outputs.dbeta?.hi[c] ?? 0)) / m, (-scale * (outputs.dgamma?.hi[c] ?? 0)) / m];
    return fit && fit.residual < 1e-3 ? fit.k.map((weight, j) => weight / right[j]) : undefined;
  });
  if (seen.includes(undefined)) {
    return {
      id: 'not-a-combination',
      says: notCombined,
      evidence: `channel ${seen.indexOf(undefined)} leaves a residual`,
    };
  }
  const ratios = seen as number[][];
  // A term that is absent leaves a coefficient of rounding size, not exactly 0.
  const near = (a: number, b: number): boolean => close(a, b) || Math.abs(a - b) < 2e-3;
  const all = (terms: readonly number[]): boolean =>
    ratios.every((ratio) => ratio.every((value, j) => near(value, terms[j])));
  if (all([1, 1, 1])) return undefined;
  const found = signatures.find(({ terms }) => all(terms));
  return {
    id: found?.id ?? 'gradient-terms',
    says: found ? `dx ${found.says}.` : 'The terms of dx have wrong weights.',
    evidence: `terms (dy, mean, variance) over the right ones, by channel: ${ratios.map((ratio) => `(${ratio.map(short).join(', ')})`).join(' ')}`,
  };
}

const notCombined =
  'dx is no combination of dy, a constant and x̂ within a channel: the wrong elements were reduced (layout, axis, a tail), or x̂ itself is wrong.';
