/** Forward rows of BN-12: y, the statistics of the batch, and the running statistics. */
import { type ChannelCall, deltaOf, type Errors, magnifiedUnderflow } from './channel-call.ts';
import { updateK } from './grade.ts';

export function forwardErrors(call: ChannelCall): Errors {
  const { arithmetic, gamma, beta } = call;
  const delta = deltaOf(call, arithmetic.normalizedK);
  const shift = arithmetic.normalizedK * arithmetic.u * beta + magnifiedUnderflow(call);
  return { ...batchErrors(call), ...runningErrors(call), y: (index) => gamma * delta(index) + shift };
}

const batchErrors = ({ channel, spread }: ChannelCall): Errors => ({
  mean: spread.mean,
  variance: spread.variance,
  invStd: channel.invStd * spread.eta,
});

function runningErrors({ channel, spread, update, arithmetic }: ChannelCall): Errors {
  const { weight, bessel, oldMean, oldVar } = update;
  /** (1-α)·ρ + α·b, ρ + α·(b-ρ) and b + (1-α)·(ρ-b) are legitimate, so both values count in full. */
  const updated = (old: number, statistic: number, error: number): number =>
    updateK * arithmetic.u * (Math.abs(old) + Math.abs(statistic) + error) + weight * error;
  return {
    ...(oldMean !== undefined && { runningMean: updated(oldMean, channel.mean, spread.mean) }),
    ...(oldVar !== undefined && {
      runningVar: updated(oldVar, bessel * channel.variance, bessel * spread.variance),
    }),
  };
}
