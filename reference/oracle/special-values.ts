/**
 * Results of the formulas where an operand is not finite, or v + ε is not positive: plain double arithmetic (BN-10).
 * All results here are NaN, infinite, or a double that is an operand.
 */

/** x̂ = (x - μ)·r, where x or μ is not finite, or r is 0, infinite or NaN. */
export function centredScaled(x: number, mean: number, r: number): number {
  const d = x - mean;
  // A difference of finite values is finite, even where a double cannot hold it; with such an r only its sign matters.
  return (Number.isFinite(x) && Number.isFinite(mean) ? Math.sign(d) : d) * r;
}

/** γ·x̂ + β */
export function affineOf(xhat: number, gamma: number, beta: number): number {
  // γ·x̂ is finite wherever both are, even where a double cannot hold it.
  if (!Number.isFinite(beta) && Number.isFinite(gamma) && Number.isFinite(xhat)) return beta;
  return gamma * xhat + beta;
}

/** The sum of terms of which at least one is not finite: a partial sum of the others must not overflow into them. */
export function sumOf(m: number, term: (i: number) => number): number {
  let special = 0;
  for (let i = 0; i < m; i++) {
    const value = term(i);
    if (!Number.isFinite(value)) special += value;
  }
  return special;
}

/** γ·r·(dy - dβ/m - x̂·dγ/m) for each i, where dγ is not finite: dividing by m changes nothing then. */
export function trainingGradient(
  m: number,
  dy: (i: number) => number,
  xhat: (i: number) => number,
  gamma: number,
  r: number,
): { dgamma: number; dx: (i: number) => number } {
  const dgamma = sumOf(m, (i) => dy(i) * xhat(i));
  const dbeta = sumOf(m, dy);
  return { dgamma, dx: (i) => gamma * r * (dy(i) - dbeta - xhat(i) * dgamma) };
}
