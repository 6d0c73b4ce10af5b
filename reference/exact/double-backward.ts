/**
 * The gradient of the training gradient (definition/double-backward.ts) in the form p + q/√w: every term is rational or
 * r times a rational. With d = x - μ and P(a) = a - ⟨a⟩ - d·r²·⟨a·d⟩, which is rational since r² is,
 *
 *   ∂L/∂dy = ddβ + r·(γ·P(ddx) + ddγ·d)
 *   ∂L/∂γ  = r·Σ ddx·P(dy)
 *   ∂L/∂x  = r·(ddγ·P(dy) - γ·r²·(d·⟨ddx·P(dy)⟩ + ⟨dy·d⟩·P(ddx) + ⟨ddx·d⟩·P(dy)))
 *
 * No operation asks for second derivatives yet: only a test uses this file.
 */
import { scaled, scaleOf, slope, type Scale } from './channel-outputs.ts';
import { add, divide, integer, multiply, rational, subtract, zero, type Rational } from './rational.ts';
import { dot, meanOf, sum, varianceOf } from './sums.ts';
import type { Surd } from './surd.ts';

export interface DoubleBackward {
  readonly x: ArrayLike<number>;
  readonly dy: ArrayLike<number>;
  readonly gamma: number;
  readonly epsilon: number;
  readonly ddx: ArrayLike<number>;
  readonly ddgamma: number;
  readonly ddbeta: number;
}

export interface DoubleGradient {
  readonly dx: Surd[];
  readonly ddy: Surd[];
  readonly dgamma: Surd;
}

/** One channel; finite inputs and v + ε > 0. */
export function doubleBackward(inputs: DoubleBackward): DoubleGradient {
  const { x, dy, ddx } = inputs;
  const m = x.length;
  const [gamma, ddgamma, ddbeta] = [inputs.gamma, inputs.ddgamma, inputs.ddbeta].map(rational);
  const mean = meanOf(sum(x), m);
  const scale: Scale = scaleOf(varianceOf(sum(x), dot(x, x), m), rational(inputs.epsilon));
  const d = Array.from(x, (xi) => subtract(rational(xi), mean));

  const project = (a: ArrayLike<number>): { along: Rational; projected: Rational[] } => {
    const middle = meanOf(sum(a), m);
    const centred = subtract(dot(a, x), multiply(mean, sum(a)));
    const k = slope(scale, centred, m);
    const projected = Array.from(a, (ai, i) => subtract(subtract(rational(ai), middle), multiply(d[i], k)));
    return { along: meanOf(centred, m), projected };
  };
  const pdy = project(dy);
  const pddx = project(ddx);
  const product = Array.from(ddx, (a, i) => multiply(rational(a), pdy.projected[i])).reduce(add, zero);
  const r2 = divide(multiply(scale.q, scale.q), scale.w);

  const ddy = pddx.projected.map((p, i) => {
    const inner = add(multiply(gamma, p), multiply(ddgamma, d[i]));
    return { ...scaled(scale, inner), p: ddbeta };
  });
  const dx = d.map((di, i) => {
    const curved = [
      multiply(di, divide(product, integer(m))),
      multiply(pdy.along, pddx.projected[i]),
      multiply(pddx.along, pdy.projected[i]),
    ].reduce(add, zero);
    return scaled(scale, subtract(multiply(ddgamma, pdy.projected[i]), multiply(multiply(gamma, r2), curved)));
  });
  return { dx, ddy, dgamma: scaled(scale, product) };
}
