/**
 * The condition S of each output value: to first order, K·u·S is the error that an algorithm with constant K and unit
 * roundoff u may make (grade `stable`, BN-12). It is the derivative of that bound with respect to K·u at zero.
 *
 * Per channel A = mean|x|, s = √v; the standard deviation may be off by K·u·(s + A), which moves r relatively by K·u·η:
 *
 *   η = 2 + s·(s + A)·r²        training
 *   η = 2 + s²·r²               inference: the variance is given, only v + ε and the root are rounded
 *   η = 2                       saved statistics: r is given, only products are rounded
 *   δᵢ = r·(A + |xᵢ|) + |x̂ᵢ|·η
 *   P = r·mean(|dy|·(A + |x|)) + η·mean|dy·x̂|
 *
 * Plain doubles: a condition is for reading, not for judging.
 */
import type { Conventions, Tensor } from '../spec/terms/contract.ts';
import { channelOf, elementOf, layoutOf } from '../spec/terms/layout.ts';
import type { Calls, Operation, TensorName } from '../spec/terms/operations.ts';
import { valuesOf } from '../spec/terms/tensor.ts';
import type { Truth } from '../spec/terms/truth.ts';

export type Conditions = Readonly<Partial<Record<TensorName, Float64Array>>>;

interface ChannelCondition {
  /** A: the mean of |x| in training, else |μ| as given. */
  readonly offset: number;
  readonly eta: number;
  readonly r: number;
  readonly mean: number;
  readonly gamma: number;
}

type AnyCall = Partial<Record<TensorName, Tensor>> & {
  readonly x: Tensor;
  readonly axis: number;
  readonly epsilon?: number;
  readonly momentum?: number;
};

export function conditions<O extends Operation>(
  operation: O,
  call: Calls[O],
  conventions: Conventions,
  truth: Truth,
): Conditions {
  const given = call as AnyCall;
  const layout = layoutOf(given.x.shape, given.axis);
  const { channels, perChannel: m } = layout;
  const x = valuesOf(given.x);
  const training = operation === 'trainForward' || operation === 'trainBackward';

  const meanOf = (c: number, term: (at: number) => number): number => {
    let sum = 0;
    for (let i = 0; i < m; i++) sum += term(elementOf(layout, c, i));
    return sum / m;
  };
  const perChannel = (of: (c: number) => number): Float64Array =>
    Float64Array.from({ length: channels }, (_, c) => of(c));
  const gammas = given.gamma && valuesOf(given.gamma);
  const found = Array.from({ length: channels }, (_, c): ChannelCondition => {
    const mean = truth.channel.mean[c];
    const r = Math.abs(truth.channel.invStd[c]);
    const s = Math.sqrt(truth.channel.variance[c]);
    const offset = training ? meanOf(c, (at) => Math.abs(x[at])) : Math.abs(mean);
    let eta = 2;
    if (training) eta += s * (s + offset) * r * r;
    else if (operation !== 'savedBackward') eta += s * s * r * r;
    return { offset, eta, r, mean, gamma: Math.abs(gammas?.[c] ?? 1) };
  });
  const delta = ({ offset, eta, r, mean }: ChannelCondition, xi: number): number =>
    r * (offset + Math.abs(xi)) + Math.abs(xi - mean) * r * eta;
  const elementwise = (of: (channel: ChannelCondition, at: number, c: number) => number): Float64Array =>
    Float64Array.from({ length: x.length }, (_, at) => {
      const c = channelOf(layout, at);
      return of(found[c], at, c);
    });

  if (operation === 'trainForward' || operation === 'inferForward') {
    const beta = given.beta && valuesOf(given.beta);
    const y = elementwise((f, at, c) => f.gamma * delta(f, x[at]) + Math.abs(beta?.[c] ?? 0));
    return operation === 'inferForward' ? { y } : { y, ...ofStatistics(given, conventions, truth, m, found) };
  }

  const dy = valuesOf(given.dy as Tensor);
  const p = perChannel((c) => {
    const f = found[c];
    return meanOf(c, (at) => Math.abs(dy[at]) * delta(f, x[at]));
  });
  const dbeta = perChannel((c) => m * meanOf(c, (at) => Math.abs(dy[at])));
  const dgamma = p.map((value) => m * value);
  if (operation === 'inferBackward') {
    return { dx: elementwise((f, at) => f.gamma * f.r * Math.abs(dy[at])), dgamma, dbeta };
  }
  const along = perChannel((c) => Math.abs(meanOf(c, (at) => dy[at] * (x[at] - found[c].mean) * found[c].r)));
  const dx = truth.outputs.dx?.hi;
  return {
    dx: elementwise((f, at, c) => {
      const xhat = Math.abs(x[at] - f.mean) * f.r;
      const first = Math.abs(dy[at]) + dbeta[c] / m + xhat * p[c] + delta(f, x[at]) * along[c];
      return f.gamma * f.r * first + f.eta * Math.abs(dx?.[at] ?? 0);
    }),
    dgamma,
    dbeta,
  };
}

function ofStatistics(
  given: AnyCall,
  conventions: Conventions,
  truth: Truth,
  m: number,
  found: readonly ChannelCondition[],
): Conditions {
  const { variance } = truth.channel;
  const momentum = given.momentum ?? 0;
  const alpha = Math.abs(conventions.momentumWeights === 'new' ? momentum : 1 - momentum);
  const bessel = conventions.runningVariance === 'biased' || m === 1 ? 1 : m / (m - 1);
  const moved = found.map(({ offset }, c) => {
    const s = Math.sqrt(variance[c]);
    return 2 * s * (s + offset);
  });
  const old = (t: Tensor): Float64Array => valuesOf(t).map(Math.abs);
  const { runningMean, runningVar } = given;
  return {
    mean: Float64Array.from(found, (f) => f.offset),
    variance: Float64Array.from(moved),
    invStd: Float64Array.from(found, (f) => f.r * f.eta),
    ...(runningMean && { runningMean: old(runningMean).map((r, c) => r + alpha * found[c].offset) }),
    ...(runningVar && {
      runningVar: old(runningVar).map((r, c) => r + alpha * bessel * (variance[c] + moved[c])),
    }),
  };
}
