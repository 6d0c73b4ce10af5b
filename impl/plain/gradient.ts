/** From dy back to dx, dgamma and dbeta of one channel: chapters BN-8 (training) and BN-9 (inference). */

export interface Gradient {
  readonly dx: Float64Array;
  readonly dgamma: number;
  readonly dbeta: number;
}

export interface GradientInput {
  readonly dy: Float64Array;
  /** Normalized values x̂ = (x - mean)·invStd. */
  readonly xhat: Float64Array;
  readonly gamma: number;
  readonly invStd: number;
}

function sums(dy: Float64Array, xhat: Float64Array): { dgamma: number; dbeta: number } {
  let dgamma = 0;
  let dbeta = 0;
  for (let i = 0; i < dy.length; i++) {
    dgamma += dy[i] * xhat[i];
    dbeta += dy[i];
  }
  return { dgamma, dbeta };
}

/** The batch's mean and variance depend on every x: three terms (BN-8.1 to BN-8.3). */
export function trainGradient({ dy, xhat, gamma, invStd }: GradientInput): Gradient {
  const m = dy.length;
  const { dgamma, dbeta } = sums(dy, xhat);
  const dx = dy.map((g, i) => gamma * invStd * (g - dbeta / m - (xhat[i] * dgamma) / m));
  return { dx, dgamma, dbeta };
}

/** Running statistics are constants: one term (BN-9.1 to BN-9.3). */
export function inferGradient({ dy, xhat, gamma, invStd }: GradientInput): Gradient {
  return { dx: dy.map((g) => gamma * invStd * g), ...sums(dy, xhat) };
}
