/** Puts the steps together into the five operations. A channel at a time: gather, compute, scatter. */
import type {
  BackwardResult,
  Claims,
  DType,
  Implementation,
  InferBackward,
  InferForward,
  InferForwardResult,
  SavedBackward,
  Tensor,
  TrainBackward,
  TrainForward,
  TrainForwardResult,
} from '../../spec/terms/contract.ts';
import type { Operation } from '../../spec/terms/operations.ts';
import { gather, scatter } from '../../spec/terms/channel-values.ts';
import { type Layout, layoutOf } from '../../spec/terms/layout.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { check } from './check-arguments.ts';
import type { Gradient, GradientInput } from './gradient.ts';
import { plainSteps, type Steps } from './steps.ts';

export const plainClaims: Pick<
  Claims,
  'dtypes' | 'channelAxis' | 'momentumWeights' | 'runningVariance' | 'singleValue'
> = {
  dtypes: ['float32'],
  channelAxis: 'any',
  momentumWeights: 'new',
  runningVariance: 'unbiased',
  singleValue: 'defined',
};

/** Type of mean, variance and inverse standard deviation where no running statistics determine it. */
const statisticType = (x: DType): DType => (x === 'float64' ? 'float64' : 'float32');

const valuesOr = (t: Tensor | undefined, channels: number, otherwise: number): Float64Array =>
  t === undefined ? new Float64Array(channels).fill(otherwise) : valuesOf(t);

/**
 * An implementation made of the given steps; missing ones are the plain steps. Arithmetic is in doubles and each result
 * is rounded once, so for float32 data the error of y stays within a few units of the last place at any offset.
 */
export function implementationOf(
  name: string,
  changes: Partial<Steps> = {},
  claims: Partial<Claims> = {},
): Required<Pick<Implementation, 'name' | 'claims' | Operation>> {
  const steps: Steps = { ...plainSteps, ...changes };
  const claimed = { ...plainClaims, ...claims };
  const output =
    steps.output ??
    ((x, { mean, invStd }, gamma, beta): number => steps.affine(steps.normalize(x, mean, invStd), gamma, beta));

  function trainForward(call: TrainForward): TrainForwardResult {
    check(call);
    const { x, epsilon, momentum, runningMean, runningVar } = call;
    const layout = layoutOf(x.shape, call.axis);
    const { channels, perChannel: m } = layout;
    const weight = claimed.momentumWeights === 'new' ? momentum : 1 - momentum;
    const values = valuesOf(x);
    const gamma = valuesOr(call.gamma, channels, 1);
    const beta = valuesOr(call.beta, channels, 0);
    const oldMean = valuesOr(runningMean, channels, 0);
    const oldVar = valuesOr(runningVar, channels, 0);

    const y = new Float64Array(values.length);
    const mean = new Float64Array(channels);
    const variance = new Float64Array(channels);
    const invStd = new Float64Array(channels);
    const newMean = new Float64Array(channels);
    const newVar = new Float64Array(channels);
    for (let c = 0; c < channels; c++) {
      const channel = gather(values, layout, c);
      mean[c] = steps.mean(channel);
      variance[c] = steps.variance(channel, mean[c]);
      invStd[c] = steps.inverseStd(variance[c], epsilon);
      const statistics = { mean: mean[c], invStd: invStd[c] };
      scatter(
        y,
        layout,
        c,
        channel.map((value) => output(value, statistics, gamma[c], beta[c])),
      );
      newMean[c] = steps.update(oldMean[c], mean[c], weight);
      newVar[c] = steps.update(oldVar[c], steps.runningStatistic(variance[c], m, claimed.runningVariance), weight);
    }

    const statistics = runningMean?.dtype ?? runningVar?.dtype ?? statisticType(x.dtype);
    return {
      y: tensor(x.dtype, x.shape, y),
      mean: tensor(statistics, [channels], mean),
      variance: tensor(statistics, [channels], variance),
      invStd: tensor(statistics, [channels], invStd),
      ...(runningMean && { runningMean: tensor(runningMean.dtype, [channels], newMean) }),
      ...(runningVar && { runningVar: tensor(runningVar.dtype, [channels], newVar) }),
    };
  }

  function inferForward(call: InferForward): InferForwardResult {
    check(call);
    const { x, epsilon } = call;
    const layout = layoutOf(x.shape, call.axis);
    const { channels } = layout;
    const values = valuesOf(x);
    const gamma = valuesOr(call.gamma, channels, 1);
    const beta = valuesOr(call.beta, channels, 0);
    const mean = valuesOf(call.mean);
    const variance = valuesOf(call.variance);

    const y = new Float64Array(values.length);
    for (let c = 0; c < channels; c++) {
      const statistics = { mean: mean[c], invStd: steps.inverseStd(variance[c], epsilon) };
      const channel = gather(values, layout, c);
      scatter(
        y,
        layout,
        c,
        channel.map((value) => output(value, statistics, gamma[c], beta[c])),
      );
    }
    return { y: tensor(x.dtype, x.shape, y) };
  }

  /** The loop that all three backward passes share; they differ in the statistics and in the formula. */
  function backward(
    call: Pick<TrainBackward, 'dy' | 'x' | 'gamma' | 'axis'>,
    statisticsOf: (x: Float64Array, c: number) => { mean: number; invStd: number },
    gradientOf: (input: GradientInput) => Gradient,
  ): BackwardResult {
    const { x } = call;
    const layout: Layout = layoutOf(x.shape, call.axis);
    const { channels } = layout;
    const values = valuesOf(x);
    const upstream = valuesOf(call.dy);
    const gamma = valuesOr(call.gamma, channels, 1);

    const dx = new Float64Array(values.length);
    const dgamma = new Float64Array(channels);
    const dbeta = new Float64Array(channels);
    for (let c = 0; c < channels; c++) {
      const channel = gather(values, layout, c);
      const { mean, invStd } = statisticsOf(channel, c);
      const xhat = channel.map((value) => steps.normalize(value, mean, invStd));
      const gradient = gradientOf({ dy: gather(upstream, layout, c), xhat, gamma: gamma[c], invStd });
      scatter(dx, layout, c, gradient.dx);
      dgamma[c] = gradient.dgamma;
      dbeta[c] = gradient.dbeta;
    }
    const parameters = call.gamma?.dtype ?? x.dtype;
    return {
      dx: tensor(x.dtype, x.shape, dx),
      dgamma: tensor(parameters, [channels], dgamma),
      dbeta: tensor(parameters, [channels], dbeta),
    };
  }

  function trainBackward(call: TrainBackward): BackwardResult {
    check(call);
    const statisticsOf = (x: Float64Array): { mean: number; invStd: number } => {
      const mean = steps.mean(x);
      return { mean, invStd: steps.inverseStd(steps.variance(x, mean), call.epsilon) };
    };
    return backward(call, statisticsOf, steps.trainGradient);
  }

  function inferBackward(call: InferBackward): BackwardResult {
    check(call);
    const mean = valuesOf(call.mean);
    const variance = valuesOf(call.variance);
    const statisticsOf = (_: Float64Array, c: number): { mean: number; invStd: number } => ({
      mean: mean[c],
      invStd: steps.inverseStd(variance[c], call.epsilon),
    });
    return backward(call, statisticsOf, steps.inferGradient);
  }

  function savedBackward(call: SavedBackward): BackwardResult {
    check(call);
    const mean = valuesOf(call.mean);
    const invStd = valuesOf(call.invStd);
    return backward(call, (_, c) => ({ mean: mean[c], invStd: invStd[c] }), steps.trainGradient);
  }

  return { name, claims: claimed, trainForward, inferForward, trainBackward, inferBackward, savedBackward };
}
