/** Right layers that differ in everything that the specification leaves open. */
import { fastImplementation } from '../../../impl/fast/index.ts';
import { implementationOf, plainClaims } from '../../../impl/plain/implementation.ts';
import { layerOf, type SynchronousLayer } from '../../../impl/plain/layer.ts';
import type { Claims, Implementation, Layer, LayerConfig, LayerState, Tensor } from '../../../spec/terms/contract.ts';
import { Rejected, Unsupported } from '../../../spec/terms/refusals.ts';
import { copyOf, tensor, valuesOf } from '../../../spec/terms/tensor.ts';

type Wrapped = (inner: SynchronousLayer, config: LayerConfig) => Layer;

/** A layer that hands on everything, for changes. */
const around = (inner: SynchronousLayer): Layer => ({
  train: () => inner.train(),
  eval: () => inner.eval(),
  forward: (x) => inner.forward(x),
  backward: (dy) => inner.backward(dy),
  state: () => inner.state(),
  load: (state) => inner.load(state),
  copy: () => around(inner.copy()),
});

const offering = (name: string, claims: Partial<Claims>, wrap: Wrapped = around): Implementation => {
  const operations = implementationOf(name, {}, claims);
  return { name, claims: operations.claims, layer: (config) => wrap(layerOf(operations, config), config) };
};

/** Promises, each settled some turns later. */
const later = <T>(value: () => T): Promise<T> => new Promise((resolve) => setImmediate(resolve)).then(value);

function slowly(inner: SynchronousLayer): Layer {
  return {
    train: () => later(() => inner.train()),
    eval: () => later(() => inner.eval()),
    forward: (x) => later(() => inner.forward(x)),
    backward: (dy) => later(() => inner.backward(dy)),
    state: () => later(() => inner.state()),
    load: (state) => {
      // Whoever calls may write to it while this waits.
      const own = Object.fromEntries(
        Object.entries(state).map(([name, value]) => [
          name,
          typeof value === 'object' ? copyOf(value as Tensor) : value,
        ]),
      ) as LayerState;
      return later(() => inner.load(own));
    },
    copy: () => later(() => slowly(inner.copy())),
  };
}

/** A backward for each forward, and no more. */
function once(inner: SynchronousLayer): Layer {
  let pending = false;
  return {
    ...around(inner),
    forward: (x) => {
      pending = false;
      const answer = inner.forward(x);
      pending = true;
      return answer;
    },
    backward: (dy) => {
      if (!pending) throw new Rejected('"backward" expected a forward before it');
      pending = false;
      return inner.backward(dy);
    },
    copy: () => once(inner.copy()),
  };
}

/** float64 inside, of which the state shows float32. */
function keepingMore(claims: Partial<Claims>): Implementation {
  const operations = implementationOf('keeps float64', {}, claims);
  const narrow = (t: Tensor): Tensor => tensor('float32', t.shape, valuesOf(t));
  const wide = (t: Tensor): Tensor => tensor('float64', t.shape, valuesOf(t));
  const changed = (change: (t: Tensor) => Tensor, state: LayerState): LayerState =>
    Object.fromEntries(
      Object.entries(state).map(([name, value]) => [name, typeof value === 'object' ? change(value as Tensor) : value]),
    );
  const wrap = (inner: SynchronousLayer): Layer => ({
    ...around(inner),
    forward: (x) => ({ y: narrow(inner.forward(wide(x)).y) }),
    backward: (dy) => {
      const { dx, dgamma, dbeta } = inner.backward(wide(dy));
      return { dx: narrow(dx), ...(dgamma && { dgamma: narrow(dgamma) }), ...(dbeta && { dbeta: narrow(dbeta) }) };
    },
    state: () => changed(narrow, inner.state()),
    load: (state) => inner.load(changed(wide, state)),
    copy: () => wrap(inner.copy()),
  });
  return {
    name: 'keeps float64',
    claims: { ...plainClaims, ...claims, layer: { keeps: 'float64' } },
    layer: (config) => wrap(layerOf(operations, { ...config, dtype: 'float64', parameterDtype: 'float64' })),
  };
}

/** Scale and shift of evaluation are folded once for each state. */
function folding(inner: SynchronousLayer, { axis, epsilon }: LayerConfig): Layer {
  let training = true;
  let folded: { readonly scale: Float64Array; readonly shift: Float64Array } | undefined;
  const fold = (): NonNullable<typeof folded> => {
    const { gamma, beta, runningMean, runningVar } = inner.state();
    const [mean, variance] = [valuesOf(runningMean as Tensor), valuesOf(runningVar as Tensor)];
    const scale = variance.map((v, c) => (gamma ? valuesOf(gamma)[c] : 1) / Math.sqrt(v + epsilon));
    return { scale, shift: mean.map((mu, c) => (beta ? valuesOf(beta)[c] : 0) - mu * scale[c]) };
  };
  return {
    ...around(inner),
    train: () => {
      training = true;
      inner.train();
    },
    eval: () => {
      training = false;
      inner.eval();
    },
    forward: (x) => {
      const answer = inner.forward(x);
      if (training || inner.state().runningMean === undefined) {
        folded = undefined;
        return answer;
      }
      const { scale, shift } = (folded ??= fold());
      const step = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
      const channel = (i: number): number => Math.floor(i / step) % x.shape[axis];
      return {
        y: tensor(
          x.dtype,
          x.shape,
          valuesOf(x).map((value, i) => value * scale[channel(i)] + shift[channel(i)]),
        ),
      };
    },
    load: (state) => {
      folded = undefined;
      inner.load(state);
    },
    // The mode of a copy is that of its original.
    copy: () => {
      const other = folding(inner.copy(), { axis, epsilon } as LayerConfig);
      if (training) void other.train();
      else void other.eval();
      return other;
    },
  };
}

/** Single precision in the update: ρ + α·(b - ρ). */
function inSinglePrecision(): Implementation {
  const f = Math.fround;
  const operations = implementationOf('updates in float32', {
    update: (old, statistic, weight) => f(f(old) + f(f(weight) * f(f(statistic) - f(old)))),
  });
  return { name: operations.name, claims: operations.claims, layer: (config) => layerOf(operations, config) };
}

const uncounted: Wrapped = (inner) => ({
  ...around(inner),
  state: () => {
    const { count: _count, ...rest } = inner.state();
    return rest;
  },
  load: (state) => inner.load({ ...state, ...(state.runningMean && { count: 0 }) }),
  copy: () => uncounted(inner.copy(), {} as LayerConfig),
});

const narrowLayer = {
  momentumNull: 'rejected',
  withoutStatistics: 'rejected',
  copy: false,
  backwardInEval: false,
} as const;

/** Refuses all that it does not claim. */
function refusing(): Implementation {
  const operations = implementationOf('the least');
  return {
    name: 'the least',
    claims: { ...plainClaims, affine: 'required', layer: narrowLayer },
    layer: (config) => {
      if (config.momentum === null) throw new Rejected('"momentum" expected a number, got null');
      if (!config.trackRunningStats) throw new Rejected('"trackRunningStats" expected true, got false');
      if (!config.affine) throw new Unsupported('a layer without gamma and beta is not offered');
      const inner = layerOf(operations, config);
      let evaluated = false;
      return {
        train: () => inner.train(),
        eval: () => inner.eval(),
        state: () => inner.state(),
        load: (state) => inner.load(state),
        forward: (x) => {
          const before = inner.state().count;
          const answer = inner.forward(x);
          evaluated = inner.state().count === before;
          return answer;
        },
        backward: (dy) => {
          if (evaluated) throw new Rejected('backward of evaluation is not offered');
          return inner.backward(dy);
        },
      };
    },
  };
}

const fast = fastImplementation();

/** Each with the mark by which it is called in tests. */
export const honestLayers: readonly Implementation[] = [
  offering('plain', {}),
  { name: 'fast', ...(fast.claims && { claims: fast.claims }), layer: (config) => fast.layer(config) },
  offering('in other conventions', { momentumWeights: 'old', runningVariance: 'biased' }),
  offering('float64', { dtypes: ['float64', 'float16', 'bfloat16'], parameterDtypes: ['float32'] }),
  offering('with promises', {}, slowly),
  offering('a backward for each forward', {}, once),
  keepingMore({}),
  offering('folding', {}, folding),
  inSinglePrecision(),
  offering('uncounted', { layer: { count: false } }, uncounted),
  refusing(),
];
