/**
 * TensorFlow.js with any of its backends: tf.moments and tf.batchNorm, with their gradients, combined as its layers do.
 * Channel axis last, 2 to 4 axes. Running statistics belong to the layers and are not offered here.
 */
import type {
  Implementation,
  InferBackward,
  InferForward,
  Tensor,
  TrainBackward,
} from '../../../spec/terms/contract.ts';
import { Unsupported } from '../../../spec/terms/refusals.ts';
import { tensor } from '../../../spec/terms/tensor.ts';

/** The part of tfjs-core that is used here, so that the project type-checks without it. */
export interface Tf {
  readonly version_core: string;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor(values: Tensor['data'], shape: readonly number[], dtype: 'float32'): TfTensor;
  moments(x: TfTensor, axes: readonly number[]): { mean: TfTensor; variance: TfTensor };
  batchNorm(
    x: TfTensor,
    mean: TfTensor,
    variance: TfTensor,
    offset: TfTensor | undefined,
    scale: TfTensor | undefined,
    epsilon: number,
  ): TfTensor;
  grads(f: (...xs: TfTensor[]) => TfTensor): (xs: readonly TfTensor[], dy: TfTensor) => TfTensor[];
  engine(): { startScope(): void; endScope(): void };
}

interface TfTensor {
  readonly shape: readonly number[];
  data(): Promise<Float32Array>;
}

/** Peculiarities of a backend. */
export type BackendClaims = Partial<Exclude<Implementation['claims'], string>>;

export interface TfjsOptions {
  readonly claims?: BackendClaims;
  /**
   * Which gradient functions are registered. `always`: also compute gradients without scale or offset. Default: `none`.
   */
  readonly gradients?: 'none' | 'with-affine' | 'always';
}

export async function tfjs(
  tf: Tf,
  backend: string,
  { claims = {}, gradients = 'none' }: TfjsOptions = {},
): Promise<Implementation> {
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js could not start its backend ${backend}`);
  await tf.ready();

  const given = (t: Tensor | undefined): TfTensor | undefined => t && tf.tensor(t.data, t.shape, 'float32');
  const needed = ({ data, shape }: Tensor): TfTensor => tf.tensor(data, shape, 'float32');
  const others = (x: TfTensor, axis: number): number[] => [...x.shape.keys()].filter((k) => k !== axis);

  /** Reads results before the scope that owns them ends. */
  async function within<T extends string>(run: () => Record<T, TfTensor | undefined>): Promise<Record<T, Tensor>> {
    tf.engine().startScope();
    try {
      const results = Object.entries<TfTensor | undefined>(run());
      const read = results.flatMap(([name, t]) =>
        t ? [t.data().then((values) => [name, tensor('float32', t.shape, values)] as const)] : [],
      );
      return Object.fromEntries(await Promise.all(read)) as Record<T, Tensor>;
    } finally {
      tf.engine().endScope();
    }
  }

  function backward(
    call: TrainBackward,
    statisticsOf: (x: TfTensor) => { mean: TfTensor; variance: TfTensor },
  ): Promise<Record<'dx' | 'dgamma' | 'dbeta', Tensor>> {
    if (gradients === 'with-affine' && !(call.gamma && call.beta)) {
      throw new Unsupported('without scale or offset the gradient ends in a TypeError');
    }
    return within(() => {
      const leaves = { x: needed(call.x), gamma: given(call.gamma), beta: given(call.beta) };
      const names = (['x', 'gamma', 'beta'] as const).filter((name) => leaves[name] !== undefined);
      const forward = (...list: TfTensor[]): TfTensor => {
        const at = (name: (typeof names)[number]): TfTensor | undefined => list[names.indexOf(name)];
        const { mean, variance } = statisticsOf(list[0]);
        return tf.batchNorm(list[0], mean, variance, at('beta'), at('gamma'), call.epsilon);
      };
      const found = tf.grads(forward)(
        names.map((name) => leaves[name] as TfTensor),
        needed(call.dy),
      );
      const [dx, dgamma, dbeta] = (['x', 'gamma', 'beta'] as const).map((name) =>
        names.includes(name) ? found[names.indexOf(name)] : undefined,
      );
      return { dx, dgamma, dbeta };
    });
  }

  return {
    name: `tfjs-${backend}`,
    version: tf.version_core,
    claims: {
      dtypes: ['float32'],
      parameterDtypes: [],
      ranks: [2, 3, 4],
      channelAxis: 'last',
      singleValue: 'defined',
      ...claims,
    },
    trainForward: ({ x, gamma, beta, epsilon, axis }) =>
      within(() => {
        const values = needed(x);
        const { mean, variance } = tf.moments(values, others(values, axis));
        return { y: tf.batchNorm(values, mean, variance, given(beta), given(gamma), epsilon), mean, variance };
      }),
    inferForward: ({ x, gamma, beta, mean, variance, epsilon }: InferForward) =>
      within(() => ({
        y: tf.batchNorm(needed(x), needed(mean), needed(variance), given(beta), given(gamma), epsilon),
      })),
    ...(gradients !== 'none' && {
      trainBackward: (call: TrainBackward) => backward(call, (x) => tf.moments(x, others(x, call.axis))),
      inferBackward: (call: InferBackward) =>
        backward(call, () => ({ mean: needed(call.mean), variance: needed(call.variance) })),
    }),
  };
}
