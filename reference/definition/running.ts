/** Running statistics (BN-6). */
import type { Decimal } from 'decimal.js';
import type { Conventions } from '../../spec/terms/contract.ts';
import type { Numbers } from './decimal-numbers.ts';

/** ρ′ = (1 - α)·ρ + α·b. `new`: α is momentum. `old`: it is 1 - momentum. */
export function blend(
  D: Numbers,
  old: Decimal,
  statistic: Decimal,
  momentum: Decimal,
  { momentumWeights }: Conventions,
): Decimal {
  const rest = new D(1).minus(momentum);
  return momentumWeights === 'new'
    ? rest.times(old).plus(momentum.times(statistic))
    : momentum.times(old).plus(rest.times(statistic));
}

/** v·m/(m - 1), or v where the convention is biased, and at m = 1. */
export function varianceForRunning(v: Decimal, m: number, { runningVariance }: Conventions): Decimal {
  return runningVariance === 'biased' || m === 1 ? v : v.times(m).div(m - 1);
}
