/**
 * The gradient of the training gradient (one channel). With cotangents ddx, ddγ and ddβ of the three outputs of the
 * backward pass, it is the gradient of
 *
 *   L = Σ ddx·dx + ddγ·dγ + ddβ·dβ
 *
 * with respect to x, dy and γ. Write ⟨a⟩ = Σa/m, r = 1/√(v + ε) and x̂ = (x - μ)·r. P takes out the mean and the part
 * along x̂, as the backward pass does: P(a) = a - ⟨a⟩ - x̂·⟨a·x̂⟩, so dx = γ·r·P(dy). P is symmetric: Σ a·P(b) = Σ P(a)·b.
 *
 *   ∂L/∂dy = γ·r·P(ddx) + ddγ·x̂ + ddβ
 *   ∂L/∂γ  = Σ ddx·r·P(dy)
 *   ∂L/∂x  = ddγ·r·P(dy)
 *          - γ·r²·[ x̂·⟨ddx·P(dy)⟩ + ⟨dy·x̂⟩·P(ddx) + ⟨ddx·x̂⟩·P(dy) ]
 *
 * The last line: r and x̂ are what depends on x. ∂r/∂xⱼ = -r²·x̂ⱼ/m and, for any a, ∂(Σ a·x̂)/∂x = r·P(a). The term
 * Σ ddx·dx is γ·r·(Σ ddx·dy - m⟨ddx⟩⟨dy⟩ - m⟨ddx·x̂⟩⟨dy·x̂⟩), whose derivative follows by the product rule.
 *
 * No operation asks for second derivatives yet: only a test uses this file.
 */
import type { Decimal } from 'decimal.js';
import { total, type Numbers } from './decimal-numbers.ts';
import { inverseStandardDeviation, mean, variance } from './statistics.ts';

export interface Cotangents {
  readonly ddx: readonly Decimal[];
  readonly ddgamma: Decimal;
  readonly ddbeta: Decimal;
}

export interface DoubleGradient {
  readonly dx: Decimal[];
  readonly ddy: Decimal[];
  readonly dgamma: Decimal;
}

export function trainDoubleBackward(
  D: Numbers,
  dy: readonly Decimal[],
  x: readonly Decimal[],
  gamma: Decimal,
  epsilon: Decimal,
  { ddx, ddgamma, ddbeta }: Cotangents,
): DoubleGradient {
  const mu = mean(D, x);
  const r = inverseStandardDeviation(D, variance(D, x), epsilon);
  const xhat = x.map((xi) => xi.minus(mu).times(r));
  const meanProduct = (a: readonly Decimal[], b: readonly Decimal[]): Decimal =>
    mean(
      D,
      a.map((ai, i) => ai.times(b[i])),
    );
  const project = (a: readonly Decimal[]): Decimal[] => {
    const middle = mean(D, a);
    const along = meanProduct(a, xhat);
    return a.map((ai, i) => ai.minus(middle).minus(xhat[i].times(along)));
  };
  const pdy = project(dy);
  const pddx = project(ddx);
  const product = meanProduct(ddx, pdy);
  const dyAlong = meanProduct(dy, xhat);
  const ddxAlong = meanProduct(ddx, xhat);
  return {
    ddy: pddx.map((p, i) => gamma.times(r).times(p).plus(ddgamma.times(xhat[i])).plus(ddbeta)),
    dgamma: total(
      D,
      ddx.map((a, i) => a.times(r).times(pdy[i])),
    ),
    dx: x.map((_, i) => {
      const curved = xhat[i].times(product).plus(dyAlong.times(pddx[i])).plus(ddxAlong.times(pdy[i]));
      return ddgamma
        .times(r)
        .times(pdy[i])
        .minus(gamma.times(r.pow(2)).times(curved));
    }),
  };
}
