/** Backward rows of BN-12: dbeta, dgamma and dx. */
import { type ChannelCall, deltaOf, type Errors, largestInvStd, magnifiedUnderflow, xhatOf } from './channel-call.ts';
import { elementwiseK } from './grade.ts';

/** Means over the channel from which the rows are computed; of magnitudes where not stated otherwise. */
interface Means {
  readonly dy: number;
  /** |dy|·(A + |x|), and the contribution of the error of an own mean. */
  readonly products: number;
  readonly dyXhat: number;
  /** The magnitude of the mean of dy·x̂. */
  readonly projection: number;
}

export function backwardErrors(call: ChannelCall): Errors {
  const { arithmetic, channel, spread } = call;
  const ku = arithmetic.summedK * arithmetic.u;
  const means = meansOf(call);
  const P = ku * largestInvStd(call) * means.products + spread.eta * means.dyXhat;
  return {
    dbeta: ku * channel.m * means.dy,
    dgamma: channel.m * P,
    dx: arithmetic.statistics === 'given-variance' ? givenError(call) : throughError(call, means, P),
  };
}

/** dx = γ·r·dy. */
function givenError(call: ChannelCall): (index: number) => number {
  const { arithmetic, gamma, spread } = call;
  const r = largestInvStd(call);
  const underflow = magnifiedUnderflow(call);
  return (index) => gamma * r * magnitude(call, index) * (elementwiseK * arithmetic.u + spread.eta) + underflow;
}

/** dx = γ·r·(dy - mean(dy) - x̂·mean(dy·x̂)). At the exact mean first-order terms vanish, hence δ·P. */
function throughError(call: ChannelCall, means: Means, P: number): (index: number) => number {
  const { arithmetic, gamma, spread, dx } = call;
  const r = largestInvStd(call);
  const ku = arithmetic.summedK * arithmetic.u;
  const delta = deltaOf(call, arithmetic.summedK);
  return (index) => {
    const d = delta(index);
    const direct = ku * (magnitude(call, index) + means.dy);
    const terms = direct + Math.abs(xhatOf(call, index)) * P + d * means.projection + d * P;
    return gamma * r * terms + spread.eta * Math.abs(dx?.[index] ?? 0);
  };
}

/** |dy|, but at least the smallest number that counts. */
const magnitude = ({ dy, arithmetic }: ChannelCall, index: number): number =>
  Math.abs((dy as Float64Array)[index]) + arithmetic.tiny;

function meansOf(call: ChannelCall): Means {
  const { arithmetic, channel, spread, x } = call;
  const dy = call.dy as Float64Array;
  const mean = (term: (index: number) => number): number => meanOf(channel.at, term);
  // In Σ(dy·x) - μ·Σdy the error of an own mean is added to those of the sums.
  const ofMean = arithmetic.statistics === 'batch' ? spread.size * Math.abs(mean((i) => dy[i])) : 0;
  return {
    dy: mean((i) => magnitude(call, i)),
    products: mean((i) => magnitude(call, i) * (spread.size + spread.sizeOf(x[i]))) + ofMean,
    dyXhat: mean((i) => Math.abs(dy[i] * xhatOf(call, i))),
    projection: Math.abs(mean((i) => dy[i] * xhatOf(call, i))),
  };
}

function meanOf(at: Uint32Array, term: (index: number) => number): number {
  let sum = 0;
  for (const index of at) sum += term(index);
  return sum / at.length;
}
