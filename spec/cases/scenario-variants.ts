/** New scenarios from old ones: to be compared by laws, or to receive special values. */
import type { Claims, Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import { elementOf, type Layout, layoutOf } from '../terms/layout.ts';
import type { NamedTensors } from '../terms/named-tensors.ts';
import { type Calls, isElementwise, type Operation, signatures } from '../terms/operations.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import type { Scenario } from './scenario.ts';

/** The same tensor with other values, each rounded once. */
export function mapValues(t: Tensor, change: (value: number, index: number) => number): Tensor {
  return tensor(t.dtype, t.shape, valuesOf(t).map(change));
}

/** From one scenario to another. */
export type Change = (s: Scenario) => Scenario;

export const inTurn =
  (...changes: readonly Change[]): Change =>
  (s) =>
    changes.reduce((changed, change) => change(changed), s);

/** Times a factor, as far as the type's range allows. */
export function times(t: Tensor, factor: number): Tensor {
  const limit = formats[t.dtype].largest / 8;
  return mapValues(t, (value) => Math.max(-limit, Math.min(limit, value * factor)));
}

/** Times a power of two: float16 has little room for it, and float64 has more. */
export function timesPowerOfTwo(t: Tensor, exponent: number): Tensor {
  const reached = { float16: 3 * Math.sign(exponent), bfloat16: exponent, float32: exponent, float64: 6 * exponent };
  return times(t, 2 ** reached[t.dtype]);
}

/** One vector per channel, of the type that the scenario's parameters have. */
export function channelVector(s: Scenario, valueOf: (c: number) => number): Tensor {
  const channels = s.x.shape[s.axis];
  return tensor(
    s.runningMean.dtype,
    [channels],
    Float64Array.from({ length: channels }, (_, c) => valueOf(c)),
  );
}

/** Without gamma and beta; where they are required, with ones and zeros. */
export function withoutAffine(s: Scenario, claims: Claims): Scenario {
  const { gamma: _gamma, beta: _beta, ...rest } = s;
  if (claims.affine !== 'required') return rest;
  return { ...rest, gamma: channelVector(s, () => 1), beta: channelVector(s, () => 0) };
}

/** Every value of a channel-shaped tensor by channel and position: `at(c, i)`. */
export function rearrange(t: Tensor, axis: number, from: (c: number, i: number) => { c: number; i: number }): Tensor {
  const layout = layoutOf(t.shape, axis);
  const values = valuesOf(t);
  const out = new Float64Array(values.length);
  for (let c = 0; c < layout.channels; c++) {
    for (let i = 0; i < layout.perChannel; i++) {
      const source = from(c, i);
      out[elementOf(layout, c, i)] = values[elementOf(layout, source.c, source.i)];
    }
  }
  return tensor(t.dtype, t.shape, out);
}

/** One element of channel c replaced. */
export function inject(t: Tensor, axis: number, c: number, i: number, value: number): Tensor {
  const layout = layoutOf(t.shape, axis);
  const at = elementOf(layout, c % layout.channels, i % layout.perChannel);
  return mapValues(t, (old, index) => (index === at ? value : old));
}

/** The first axis that is not the channel axis. */
export function batchAxisOf(axis: number): number {
  return axis === 0 ? 1 : 0;
}

/** The batch twice: [N, …] becomes [2N, …]. */
export function duplicate(t: Tensor, axis: number): Tensor {
  const batch = batchAxisOf(axis);
  const { outer, inner, channels: n } = layoutOf(t.shape, batch);
  const block = n * inner;
  const values = valuesOf(t);
  const out = new Float64Array(2 * values.length);
  for (let o = 0; o < outer; o++) {
    const part = values.subarray(o * block, (o + 1) * block);
    out.set(part, 2 * o * block);
    out.set(part, (2 * o + 1) * block);
  }
  return tensor(t.dtype, t.shape.with(batch, 2 * n), out);
}

/** Values of a tensor with more channels, which repeat those of the given layout. */
export function repeated(values: Float64Array, from: Layout, channels: number): Float64Array {
  const { outer, inner, channels: own } = from;
  const out = new Float64Array(outer * channels * inner);
  for (let o = 0; o < outer; o++) {
    for (let c = 0; c < channels; c++) {
      const [start, to] = [(o * own + (c % own)) * inner, (o * channels + c) * inner];
      for (let i = 0; i < inner; i++) out[to + i] = values[start + i];
    }
  }
  return out;
}

/** The same call with more channels, which repeat its own values and parameters. */
export function repeatChannels<O extends Operation>(operation: O, call: Calls[O], channels: number): Calls[O] {
  const given: NamedTensors = call;
  const more = signatures[operation].inputs.flatMap((name) => {
    const t = given[name];
    if (t === undefined) return [];
    const axis = isElementwise(operation, name) ? call.axis : 0;
    const values = repeated(valuesOf(t), layoutOf(t.shape, axis), channels);
    return [[name, tensor(t.dtype, t.shape.with(axis, channels), values)] as const];
  });
  return { ...call, ...Object.fromEntries(more) };
}
