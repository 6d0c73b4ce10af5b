/**
 * A folding as two calls of inference (BN-16): the folded weight is inference of the weight with mean 0 and without beta, and the
 * folded bias is inference of the bias. The weight is laid out with a row for each channel, so that groups need no further rule.
 */
import type { Tensor } from './contract.ts';
import type { Fold } from './further-contract.ts';
import type { InferForward } from './contract.ts';
import { sizeOf, tensor } from './tensor.ts';

/** One output of a folding. */
export interface FoldedPart {
  /** x has shape [C, values of each channel]. */
  readonly call: InferForward;
  /** For each value of x its flat index in the output. */
  readonly places: Uint32Array;
}

/** Number of channels C. */
export const foldedChannels = ({ weight, axis, groups = 1 }: Fold): number => weight.shape[axis] * groups;

/** Channel of the value of weight at a flat index. */
export function foldedChannel({ weight: { shape }, axis, groupAxis, groups = 1 }: Fold): (index: number) => number {
  const inner = (of: number): number => sizeOf(shape.slice(of + 1));
  const own = inner(axis);
  if (groupAxis === undefined || groups === 1) return (index) => Math.floor(index / own) % shape[axis];
  const [outer, block] = [inner(groupAxis), shape[groupAxis] / groups];
  return (index) => {
    const group = Math.floor((Math.floor(index / outer) % shape[groupAxis]) / block);
    return group * shape[axis] + (Math.floor(index / own) % shape[axis]);
  };
}

export function foldAsInference(call: Fold): { readonly weight: FoldedPart; readonly bias: FoldedPart } {
  const { weight, bias, gamma, beta, mean, variance, epsilon } = call;
  const channels = foldedChannels(call);
  const common = { ...(gamma && { gamma }), variance, epsilon, axis: 0 };
  const places = placesByChannel(call, channels);
  const zeros = {
    dtype: mean.dtype,
    shape: [channels],
    data: new (mean.data.constructor as Float32ArrayConstructor)(channels),
  };
  const x = bias ?? tensor(weight.dtype, [channels], new Float64Array(channels));
  return {
    weight: {
      call: { ...common, x: byChannel(weight, places, channels), mean: zeros },
      places,
    },
    bias: {
      call: { ...common, x: { ...x, shape: [channels, 1] }, ...(beta && { beta }), mean },
      places: Uint32Array.from({ length: channels }, (_, c) => c),
    },
  };
}

/** Flat indices of weight, those of the first channel first. */
function placesByChannel(call: Fold, channels: number): Uint32Array {
  const { length } = call.weight.data;
  const channelAt = foldedChannel(call);
  const places = new Uint32Array(length);
  const next = Uint32Array.from({ length: channels }, (_, c) => (c * length) / channels);
  for (let index = 0; index < length; index++) places[next[channelAt(index)]++] = index;
  return places;
}

function byChannel({ dtype, data }: Tensor, places: Uint32Array, channels: number): Tensor {
  const moved = data.slice();
  for (let i = 0; i < places.length; i++) moved[i] = data[places[i]];
  return { dtype, shape: [channels, places.length / channels], data: moved };
}
