/** Decodes a running statistic: two old values give the weight of the new statistic, and then the statistic itself. */
import type { Diagnosis } from '../../report/report.ts';
import type { Claims } from '../../terms/contract.ts';
import { close, short } from '../channel-data.ts';

export interface Update {
  /** Old value and result of two calls on the same data. */
  readonly old: readonly [number, number];
  readonly result: readonly [number, number];
  readonly momentum: number;
  readonly epsilon: number;
  /** Biased variance of the batch. */
  readonly variance: number;
  readonly m: number;
  /** Unit roundoff of the type that the results are stored in. Default: 0. */
  readonly unitRoundoff?: number;
}

/** Decodes the running variance. */
export function decodeRunning(update: Update, claims: Claims): Diagnosis | undefined {
  const { old, result, momentum, epsilon, variance: v, m, unitRoundoff = 0 } = update;
  // Both results are rounded.
  const rounding = 2 * unitRoundoff * Math.max(...result.map(Math.abs));
  const near = (a: number, b: number, slack: number): boolean => close(a, b) || Math.abs(a - b) <= slack;
  const weight = 1 - (result[1] - result[0]) / (old[1] - old[0]);
  const right = claims.momentumWeights === 'new' ? momentum : 1 - momentum;
  const expected =
    claims.momentumWeights === 'old' ? ` and is the weight of the old one, so ${short(right)} would be right` : '';
  const evidence = `the new statistic enters with weight ${short(weight)}, momentum is ${short(momentum)}${expected}`;
  const weightSlack = rounding / Math.abs(old[1] - old[0]);
  if (Math.abs(weight) < 1e-3 + weightSlack) {
    return { id: 'RS10', says: 'The running statistics are not updated.', evidence };
  }
  if (!near(weight, right, weightSlack)) {
    const inverted = near(weight, 1 - right, weightSlack);
    const says = inverted ? 'Momentum is inverted.' : 'The new statistic has the wrong weight.';
    return { id: inverted ? 'RS01' : 'weight', says, evidence };
  }
  // The weight is known now, and more precisely than it was measured.
  const statistic = (result[0] - (1 - right) * old[0]) / right;
  const slack = rounding / right;
  const unbiased = m > 1 ? (v * m) / (m - 1) : v;
  if (near(statistic, claims.runningVariance === 'unbiased' ? unbiased : v, slack)) return undefined;
  const known: readonly [string, string, number][] = [
    ['RS02', 'The running variance is updated with the biased variance.', v],
    ['RS03', 'The running variance is updated with the unbiased variance.', unbiased],
    ['RS15', 'The running variance is updated with the standard deviation.', Math.sqrt(v)],
    ['RS15', 'The running variance is updated with the unbiased standard deviation.', Math.sqrt(unbiased)],
    ['RS15', 'The running variance is updated with the inverse standard deviation.', 1 / Math.sqrt(v + epsilon)],
    ['RS16', 'The running variance is updated with variance plus epsilon.', v + epsilon],
    ['RS16', 'The running variance is updated with the unbiased variance plus epsilon.', unbiased + epsilon],
  ];
  const found = known.find(([, , value]) => near(statistic, value, slack));
  const [id, says] = found ?? ['statistic', 'The running variance is updated with some other statistic.'];
  return {
    id,
    says,
    evidence: `it is updated with ${short(statistic)}; the variance is ${short(v)}, unbiased ${short(unbiased)}`,
  };
}
