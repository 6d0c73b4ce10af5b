/** From x to y: chapters BN-4 and BN-5. */

/** BN-4.1 */
export function normalize(x: number, mean: number, invStd: number): number {
  return (x - mean) * invStd;
}

/** BN-5.1 */
export function affine(xhat: number, gamma: number, beta: number): number {
  return gamma * xhat + beta;
}
