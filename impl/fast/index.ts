/** The fast float32 implementation: WebAssembly with 128-bit vectors behind the contract of the suite. */
import type {
  BackwardResult,
  Conventions,
  Implementation,
  InferBackward,
  InferForward,
  InferForwardResult,
  LayerConfig,
  SavedBackward,
  StatedClaims,
  Tensor,
  TrainBackward,
  TrainForward,
  TrainForwardResult,
} from '../../spec/terms/contract.ts';
import { everyFold } from '../../spec/terms/fold-claims.ts';
import { Rejected } from '../../spec/terms/refusals.ts';
import { implementationOf } from '../plain/implementation.ts';
import type { Operations, SynchronousLayer } from '../plain/layer.ts';
import { Engine, type Options } from './engine.ts';
import { optional, values } from './float32-values.ts';
import { fold } from './fold.ts';
import { layerOnKernel } from './layer.ts';
import { hasSimd } from './load-kernel.ts';

export type * from './array-argument-types.ts';
export { Engine, type Options } from './engine.ts';
export { hasSimd } from './load-kernel.ts';
export type { SynchronousLayer } from '../plain/layer.ts';

const claimsOf = ({ momentumWeights = 'new', runningVariance = 'unbiased' }: Options): StatedClaims & Conventions => ({
  dtypes: ['float32'],
  parameterDtypes: ['float32'],
  ranks: [2, 3, 4, 5],
  channelAxis: 'any',
  momentumWeights,
  runningVariance,
  affine: 'each',
  minEpsilon: 0,
  singleValue: 'defined',
  accumulate: 'float32',
  subnormals: 'kept',
  deterministic: true,
  grade: 'offset-free',
  fold: everyFold,
});

/** Shape and channel axis come from x; dy must have the same shape. */
interface Call {
  readonly x: Tensor;
  readonly dy?: Tensor;
  readonly axis: number;
}

/** @throws Unsupported for element types other than float32; Rejected where dy has another shape than x */
function place(call: Call): { x: Float32Array; shape: readonly number[]; axis: number } {
  return { x: values('x', call.x), shape: call.x.shape, axis: call.axis };
}

const perChannel = (data: Float32Array): Tensor => ({ dtype: 'float32', shape: [data.length], data });

/** Channels of a call whose axis may still be wrong: the engine refuses that before it reads any array. */
const channelsOf = ({ x, axis }: Call): number => x.shape[axis] ?? 0;

function trainForward(engine: Engine, call: TrainForward): TrainForwardResult {
  const { x, epsilon, momentum } = call;
  const channels = channelsOf(call);
  const runningMean = optional('runningMean', call.runningMean);
  const runningVar = optional('runningVar', call.runningVar);
  const out = {
    y: new Float32Array(x.data.length),
    mean: new Float32Array(channels),
    variance: new Float32Array(channels),
    invStd: new Float32Array(channels),
    runningMean: runningMean && new Float32Array(channels),
    runningVar: runningVar && new Float32Array(channels),
  };
  const gamma = optional('gamma', call.gamma);
  const beta = optional('beta', call.beta);
  engine.trainForward({ ...place(call), gamma, beta, runningMean, runningVar, epsilon, momentum, out }, true);
  return {
    y: { dtype: 'float32', shape: x.shape, data: out.y },
    mean: perChannel(out.mean),
    variance: perChannel(out.variance),
    invStd: perChannel(out.invStd),
    ...(out.runningMean && { runningMean: perChannel(out.runningMean) }),
    ...(out.runningVar && { runningVar: perChannel(out.runningVar) }),
  };
}

function inferForward(engine: Engine, call: InferForward): InferForwardResult {
  const { x, epsilon } = call;
  const y = new Float32Array(x.data.length);
  engine.inferForward(
    {
      ...place(call),
      gamma: optional('gamma', call.gamma),
      beta: optional('beta', call.beta),
      mean: values('mean', call.mean),
      variance: values('variance', call.variance),
      epsilon,
      out: { y },
    },
    true,
  );
  return { y: { dtype: 'float32', shape: x.shape, data: y } };
}

type Gradients = Record<'dx' | 'dgamma' | 'dbeta', Float32Array>;

function backward(call: Call, run: (out: Gradients) => void): BackwardResult {
  const { x, dy } = call;
  if (dy && dy.shape.join() !== x.shape.join()) {
    throw new Rejected(`"dy" expected the shape of "x", [${x.shape.join(', ')}], got [${dy.shape.join(', ')}]`);
  }
  const channels = channelsOf(call);
  const out = {
    dx: new Float32Array(x.data.length),
    dgamma: new Float32Array(channels),
    dbeta: new Float32Array(channels),
  };
  run(out);
  return {
    dx: { dtype: 'float32', shape: x.shape, data: out.dx },
    dgamma: perChannel(out.dgamma),
    dbeta: perChannel(out.dbeta),
  };
}

/** On an engine of its own. */
function operationsOf(options: Options): Operations & Implementation {
  const claims = claimsOf(options);
  if (!hasSimd()) {
    const { momentumWeights, runningVariance } = claims;
    return implementationOf('fast (no SIMD here: plain)', {}, { momentumWeights, runningVariance, fold: everyFold });
  }
  const engine = new Engine(options);
  return {
    name: 'fast',
    claims,
    trainForward: (call) => trainForward(engine, call),
    inferForward: (call) => inferForward(engine, call),
    trainBackward: (call: TrainBackward) =>
      backward(call, (out) => engine.trainBackward({ ...gradientInputs(call), epsilon: call.epsilon, out }, true)),
    inferBackward: (call: InferBackward) =>
      backward(call, (out) => {
        const mean = values('mean', call.mean);
        const variance = values('variance', call.variance);
        engine.inferBackward({ ...gradientInputs(call), mean, variance, epsilon: call.epsilon, out }, true);
      }),
    savedBackward: (call: SavedBackward) =>
      backward(call, (out) => {
        const mean = values('mean', call.mean);
        const invStd = values('invStd', call.invStd);
        engine.savedBackward({ ...gradientInputs(call), mean, invStd, out }, true);
      }),
  };
}

function gradientInputs(call: SavedBackward | TrainBackward): {
  x: Float32Array;
  shape: readonly number[];
  axis: number;
  dy: Float32Array;
  gamma: Float32Array | undefined;
} {
  return { ...place(call), dy: values('dy', call.dy), gamma: optional('gamma', call.gamma) };
}

/**
 * The implementation on an engine of its own. Where the JavaScript engine has no SIMD it is `plain`, and its name says so.
 */
export function fastImplementation(options: Options = {}): FastImplementation {
  const operations = operationsOf(options);
  return { ...operations, fold, layer: (config) => layerOnKernel(operations, config) };
}

/** An implementation whose layers answer at once. */
export interface FastImplementation extends Implementation {
  /** @throws Unsupported for element types other than float32; Rejected for a configuration that makes no sense */
  layer(config: LayerConfig): SynchronousLayer;
}

/** The fast implementation with the conventions of PyTorch. */
const fast: FastImplementation = fastImplementation();

/**
 * A layer on the kernel, with gamma, beta, running statistics and a mode (BN-15), and the conventions of PyTorch. Its calls are
 * answered at once.
 * @throws Unsupported for element types other than float32; Rejected for a configuration that makes no sense
 */
export const fastLayer = (config: LayerConfig): SynchronousLayer => fast.layer(config);

export default fast;
