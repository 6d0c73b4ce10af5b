/** Training gradients with another formula for dx; dgamma and dbeta stay right. */
import { trainGradient } from '../plain/gradient.ts';
import type { Steps } from '../plain/steps.ts';

/** Terms of dx, for one element. */
export interface Terms {
  readonly dy: number;
  readonly xhat: number;
  readonly gamma: number;
  /** Inverse standard deviation. */
  readonly r: number;
  /** dbeta / m */
  readonly meanDy: number;
  /** dgamma / m */
  readonly meanDyXhat: number;
}

export function dxFrom(formula: (terms: Terms) => number): Steps['trainGradient'] {
  return (input) => {
    const { dy, xhat, gamma, invStd: r } = input;
    const { dgamma, dbeta } = trainGradient(input);
    const meanDy = dbeta / dy.length;
    const meanDyXhat = dgamma / dy.length;
    const dx = dy.map((g, i) => formula({ dy: g, xhat: xhat[i], gamma, r, meanDy, meanDyXhat }));
    return { dx, dgamma, dbeta };
  };
}
