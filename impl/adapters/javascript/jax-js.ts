/**
 * jax-js with its wasm backend, in Node: nn.standardize, then scale and offset, with their gradients. Any axis. float32
 * only: its arrays of 64-bit numbers need Float16Array, which Node has from 24 on.
 */
import { readFileSync } from 'node:fs';
import type { Implementation, InferBackward, Tensor, TrainBackward } from '../../../spec/terms/contract.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { peer } from './_load-peer.ts';

/**
 * The part of jax-js that is used here, so that the project type-checks without it. An operation consumes its operands.
 */
interface Jax {
  readonly init: (device: 'wasm') => Promise<readonly string[]>;
  readonly defaultDevice: (device: 'wasm') => string;
  readonly numpy: { array(values: Tensor['data'], options: { shape: readonly number[] }): JaxArray };
  readonly nn: { standardize(x: JaxArray, axes: readonly number[], options: Standardize): JaxArray };
  readonly vjp: (
    f: (...xs: JaxArray[]) => JaxArray,
    xs: readonly JaxArray[],
  ) => [JaxArray, ((dy: JaxArray) => JaxArray[]) & { dispose(): void }];
}

interface JaxArray {
  readonly shape: readonly number[];
  /** Adds a reference. */
  readonly ref: JaxArray;
  mul(other: JaxArray): JaxArray;
  add(other: JaxArray): JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  data(): Promise<Float32Array>;
  dispose(): void;
}

interface Standardize {
  readonly epsilon: number;
  readonly mean?: JaxArray;
  readonly variance?: JaxArray;
}

interface Call {
  readonly x: Tensor;
  readonly gamma?: Tensor | undefined;
  readonly beta?: Tensor | undefined;
  readonly mean?: Tensor;
  readonly variance?: Tensor;
  readonly epsilon: number;
  readonly axis: number;
}

const { init, defaultDevice, numpy, nn, vjp } = await peer<Jax>('@jax-js/jax');
await init('wasm');
defaultDevice('wasm');

function version(): string {
  const manifest = new URL('node_modules/@jax-js/jax/package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

const jaxArray = ({ data, shape }: Tensor): JaxArray => numpy.array(data, { shape });
const back = async (array: JaxArray, { shape }: Tensor): Promise<Tensor> =>
  tensor('float32', shape, await array.data());

/** @returns y as a function of x and of those of gamma and beta that are given */
function normalization(call: Call): (...given: JaxArray[]) => JaxArray {
  const { x, gamma, mean, variance, epsilon, axis } = call;
  const others = [...x.shape.keys()].filter((k) => k !== axis);
  const perChannel = x.shape.map((size, k) => (k === axis ? size : 1));
  return (values, ...affine) => {
    const statistics = mean &&
      variance && { mean: jaxArray(mean).reshape(perChannel), variance: jaxArray(variance).reshape(perChannel) };
    let y = nn.standardize(values, others, { epsilon, ...statistics });
    const [scale, offset] = gamma ? affine : [undefined, ...affine];
    if (scale) y = y.mul(scale.reshape(perChannel));
    if (offset) y = y.add(offset.reshape(perChannel));
    return y;
  };
}

const given = ({ x, gamma, beta }: Call): readonly Tensor[] => [x, ...(gamma ? [gamma] : []), ...(beta ? [beta] : [])];

async function forward(call: Call): Promise<{ y: Tensor }> {
  return { y: await back(normalization(call)(...given(call).map(jaxArray)), call.x) };
}

async function backward(call: TrainBackward | InferBackward): Promise<{ dx: Tensor; dgamma?: Tensor; dbeta?: Tensor }> {
  const { x, gamma, beta, dy } = call;
  const [y, pullback] = vjp(normalization(call), given(call).map(jaxArray));
  y.dispose();
  const [dx, ...affine] = pullback(jaxArray(dy));
  pullback.dispose();
  const [dgamma, dbeta] = gamma ? affine : [undefined, ...affine];
  return {
    dx: await back(dx, x),
    ...(gamma && dgamma && { dgamma: await back(dgamma, gamma) }),
    ...(beta && dbeta && { dbeta: await back(dbeta, beta) }),
  };
}

const implementation: Implementation = {
  name: 'jax-js',
  version: version(),
  claims: {
    dtypes: ['float32'],
    parameterDtypes: [],
    // Each shape is compiled.
    shapes: 'few',
    channelAxis: 'any',
    singleValue: 'defined',
    // It computes the variance as mean(x²) − mean(x)², as jax.nn.standardize does.
    grade: 'cancelling',
  },
  trainForward: forward,
  inferForward: forward,
  trainBackward: backward,
  inferBackward: backward,
};

export default implementation;
