/** The backward passes of one channel (BN-8 and BN-9): the gradient of Σ dy·y. */
import type { Decimal } from 'decimal.js';
import { total, type Numbers } from './decimal-numbers.ts';
import { inverseStandardDeviation, mean, variance } from './statistics.ts';

export interface Gradient {
  readonly dx: Decimal[];
  readonly dgamma: Decimal;
  readonly dbeta: Decimal;
}

/** dβ = Σdy, dγ = Σdy·x̂, dx = γ·r·(dy - dβ/m - x̂·dγ/m) with x̂ = (x - μ)·r, for the μ and r that were saved. */
export function savedBackward(
  D: Numbers,
  dy: readonly Decimal[],
  x: readonly Decimal[],
  saved: { readonly mean: Decimal; readonly invStd: Decimal },
  gamma: Decimal,
): Gradient {
  const m = x.length;
  const r = saved.invStd;
  const xhat = x.map((xi) => xi.minus(saved.mean).times(r));
  const dbeta = total(D, dy);
  const dgamma = total(
    D,
    dy.map((dyi, i) => dyi.times(xhat[i])),
  );
  const dx = dy.map((dyi, i) => gamma.times(r).times(dyi.minus(dbeta.div(m)).minus(xhat[i].times(dgamma).div(m))));
  return { dx, dgamma, dbeta };
}

/** Training: the same, with the mean and inverse standard deviation of the batch. */
export function trainBackward(
  D: Numbers,
  dy: readonly Decimal[],
  x: readonly Decimal[],
  gamma: Decimal,
  epsilon: Decimal,
): Gradient {
  const invStd = inverseStandardDeviation(D, variance(D, x), epsilon);
  return savedBackward(D, dy, x, { mean: mean(D, x), invStd }, gamma);
}

/** Inference: dβ = Σdy, dγ = Σdy·(x - μ)/√(v + ε), dx = γ·dy/√(v + ε), for given μ and v. */
export function inferBackward(
  D: Numbers,
  dy: readonly Decimal[],
  x: readonly Decimal[],
  running: { readonly mean: Decimal; readonly variance: Decimal },
  gamma: Decimal,
  epsilon: Decimal,
): Gradient {
  const r = inverseStandardDeviation(D, running.variance, epsilon);
  return {
    dx: dy.map((dyi) => gamma.times(dyi).times(r)),
    dgamma: total(
      D,
      dy.map((dyi, i) => dyi.times(x[i].minus(running.mean)).times(r)),
    ),
    dbeta: total(D, dy),
  };
}
