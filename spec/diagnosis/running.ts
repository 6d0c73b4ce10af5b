/** Decodes a running statistic: two old values give the weight of the new one, and then the statistic itself. */
import type { Diagnosis } from '../report/report.ts';
import type { Claims } from '../terms/contract.ts';
import { close, short } from './channel-data.ts';

export interface Update {
  /** Old value and result of two calls on the same data. */
  readonly old: readonly [number, number];
  readonly result: readonly [number, number];
  readonly momentum: number;
  readonly epsilon: number;
  /** Biased variance of the batch. */
  readonly variance: number;
  readonly m: number;
}

/** For the running variance. */
export function decodeRunning(update: Update, claims: Claims): Diagnosis | undefined {
  const { old, result, momentum, epsilon, variance: v, m } = update;
  const weight = 1 - (result[1] - result[0]) / (old[1] - old[0]);
  const right = claims.momentumWeights === 'new' ? momentum : 1 - momentum;
  const expected = claims.momentumWeights === 'old' ? ` and weighs the old one, so that ${short(right)} is right` : '';
  const evidence = `the new statistic enters with weight ${short(weight)}, momentum is ${short(momentum)}${expected}`;
  if (Math.abs(weight) < 1e-3) {
    return { id: 'RS10', says: 'The running statistics are not updated.', evidence };
  }
  if (!close(weight, right)) {
    const inverted = close(weight, 1 - right);
    const says = inverted ? 'Momentum is inverted.' : 'The new statistic has the wrong weight.';
    return { id: inverted ? 'RS01' : 'weight', says, evidence };
  }
  const statistic = (result[0] - (1 - weight) * old[0]) / weight;
  const unbiased = m > 1 ? (v * m) / (m - 1) : v;
  if (close(statistic, claims.runningVariance === 'unbiased' ? unbiased : v)) return undefined;
  const known: readonly [string, string, number][] = [
    ['RS02', 'The running variance takes in the biased variance.', v],
    ['RS03', 'The running variance takes in the unbiased variance.', unbiased],
    ['RS15', 'The running variance takes in the standard deviation.', Math.sqrt(v)],
    ['RS15', 'The running variance takes in the unbiased standard deviation.', Math.sqrt(unbiased)],
    ['RS15', 'The running variance takes in the inverse standard deviation.', 1 / Math.sqrt(v + epsilon)],
    ['RS16', 'The running variance takes in variance plus epsilon.', v + epsilon],
    ['RS16', 'The running variance takes in the unbiased variance plus epsilon.', unbiased + epsilon],
  ];
  const found = known.find(([, , value]) => close(statistic, value));
  const [id, says] = found ?? ['statistic', 'The running variance takes in another statistic.'];
  return {
    id,
    says,
    evidence: `it takes in ${short(statistic)}; the variance is ${short(v)}, unbiased ${short(unbiased)}`,
  };
}
