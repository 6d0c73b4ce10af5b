/**
 * ONNX Runtime from JavaScript, for any of its packages: the operator BatchNormalization of opset 15, training_mode 0
 * and 1. It needs scale, B and both statistics, returns no saved statistics, and has no gradient.
 */
import type { Implementation, InferForward, Tensor, TrainForward } from '../../../spec/terms/contract.ts';
import { Rejected, Unsupported } from '../../../spec/terms/refusals.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { peer } from './_load-peer.ts';
import { batchNormalization, type Node, type Writer } from './_onnx-model.ts';

/** The part of the packages that is used here, so that the project type-checks without them. */
export interface Ort {
  readonly env: {
    readonly versions: Readonly<Record<'node' | 'web', string>>;
    readonly wasm: { numThreads: number };
  };
  readonly Tensor: new (type: string, data: Tensor['data'], dims: readonly number[]) => OrtTensor;
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
}
interface OrtTensor {
  readonly type: Tensor['dtype'];
  readonly data: Tensor['data'];
  readonly dims: readonly number[];
}
interface Session {
  run(feeds: Readonly<Record<string, OrtTensor>>): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}

const { BinaryWriter } = await peer<{ BinaryWriter: new () => Writer }>('@bufbuild/protobuf/wire');

const mostSessions = 64;
/** Errors only; one thread, since starting a thread pool costs more than the small tensors that would share it. */
const sessionOptions = { logSeverityLevel: 3, intraOpNumThreads: 1, interOpNumThreads: 1 };

interface Inputs {
  readonly x: Tensor;
  readonly scale: Tensor;
  readonly bias: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

function given(name: string, value: Tensor | undefined): Tensor {
  if (value === undefined) throw new Unsupported(`the operator needs ${name}`);
  return value;
}

export function onnxRuntime(ort: Ort, name: string, version: string): Implementation {
  /** Epsilon and momentum are attributes of the model, so each pair of them needs its own session. */
  const sessions = new Map<string, Promise<Session>>();

  async function sessionFor(node: Node): Promise<Session> {
    const key = Object.values(node).join();
    let session = sessions.get(key);
    if (session === undefined) {
      const oldest = sessions.keys().next();
      if (sessions.size === mostSessions && !oldest.done) {
        await (await sessions.get(oldest.value))?.release();
        sessions.delete(oldest.value);
      }
      session = ort.InferenceSession.create(batchNormalization(new BinaryWriter(), node), sessionOptions);
      sessions.set(key, session);
    }
    return session;
  }

  async function run(inputs: Inputs, attributes: Pick<Node, 'training' | 'epsilon' | 'momentum'>): Promise<Tensor[]> {
    const { x, scale, bias, mean, variance } = inputs;
    if (x.dtype !== 'float32' && x.dtype !== 'float64') throw new Unsupported(`no ${x.dtype}`);
    const session = await sessionFor({ dtype: x.dtype, ...attributes });
    const feeds = { X: x, scale, B: bias, input_mean: mean, input_var: variance };
    const outputs = await session
      .run(Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, toOrt(value)])))
      .catch((error: Error) => {
        throw /Invalid input/.test(error.message) ? new Rejected(error.message) : error;
      });
    return ['Y', 'running_mean', 'running_var'].flatMap((name) => (name in outputs ? [fromOrt(outputs[name])] : []));
  }

  const toOrt = ({ dtype, shape, data }: Tensor): OrtTensor => new ort.Tensor(dtype, data, shape);
  const fromOrt = ({ type, dims, data }: OrtTensor): Tensor => ({ dtype: type, shape: dims, data });

  return {
    name,
    version,
    claims: {
      dtypes: ['float32', 'float64'],
      parameterDtypes: [],
      ranks: [2, 3, 4, 5],
      channelAxis: 'first',
      momentumWeights: 'old',
      runningVariance: 'biased',
      affine: 'required',
      statistics: 'together',
      // Attributes of a model are floats.
      scalars: 'float32',
      singleValue: 'defined',
    },

    async trainForward({ x, gamma, beta, runningMean, runningVar, epsilon, momentum }: TrainForward) {
      const scale = given('gamma', gamma);
      const bias = given('beta', beta);
      // The operator always updates running statistics. Where the call has none, it gets placeholders, and their update
      // is dropped.
      const unused = tensor(x.dtype, scale.shape, new Float64Array(scale.data.length));
      const inputs = { x, scale, bias, mean: runningMean ?? unused, variance: runningVar ?? unused };
      const [y, newMean, newVar] = await run(inputs, { training: true, epsilon, momentum });
      return { y, ...(runningMean && { runningMean: newMean, runningVar: newVar }) };
    },

    async inferForward({ x, gamma, beta, mean, variance, epsilon }: InferForward) {
      const inputs = { x, scale: given('gamma', gamma), bias: given('beta', beta), mean, variance };
      const [y] = await run(inputs, { training: false, epsilon, momentum: 0 });
      return { y };
    },

    async close() {
      const open = await Promise.all(sessions.values());
      await Promise.all(open.map((session) => session.release()));
      sessions.clear();
    },
  };
}
