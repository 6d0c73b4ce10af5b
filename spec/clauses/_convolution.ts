/**
 * The convolutions of the law of folding (BN-16.5), exact: whole inputs, and sums of integers. A layer is linear in its weight
 * whatever it connects, so that one loop serves dense and grouped, strided and transposed ones.
 */
import type { Fold } from '../terms/further-contract.ts';
import { foldedChannel, foldedChannels } from '../terms/fold-as-inference.ts';

/** The way of a layer over its input. */
export interface Walk {
  readonly stride: number;
  /** Each input spreads over the outputs, instead of each output gathering inputs. */
  readonly transposed: boolean;
  /** Groups of an ordinary convolution, whose weight says nothing of them: a divisor of the number of channels. */
  readonly groups: number;
  /** From which the inputs are drawn. */
  readonly seed: number;
}

/** One product of the layer: input · weight[index] is added to the output. */
export interface Tap {
  readonly index: number;
  readonly input: number;
  readonly output: number;
}

export interface Layer {
  readonly channels: number;
  /** Outputs of one channel: output c · positions + position. */
  readonly positions: number;
  readonly taps: readonly Tap[];
}

/** Steps along each axis of the kernel. */
const extent = 2;

export function layerOf(call: Fold, { stride, transposed, groups, seed }: Walk): Layer {
  const { weight, axis, groupAxis } = call;
  const { shape } = weight;
  const channels = foldedChannels(call);
  const channelAt = foldedChannel(call);
  const inputAxis = groupAxis ?? (axis === 0 ? 1 : axis === shape.length - 1 ? axis - 1 : axis === 1 ? 0 : axis + 1);
  const kernel = shape.map((_, k) => k).filter((k) => k !== axis && k !== inputAxis);
  const outputs = kernel.map((k) => (transposed ? stride * (extent - 1) + shape[k] : extent));
  const positions = outputs.reduce((a, b) => a * b, 1);
  const own = groupAxis === undefined ? groups : 1;
  const taps: Tap[] = [];
  for (let index = 0; index < weight.data.length; index++) {
    const at = indicesOf(shape, index);
    const c = channelAt(index);
    const source = Math.floor((c * own) / channels) * shape[inputAxis] + at[inputAxis];
    for (let step = 0; step < extent ** kernel.length; step++) {
      const steps = indicesOf(
        kernel.map(() => extent),
        step,
      );
      const moved = kernel.map((k, j) => steps[j] * stride + at[k]);
      const [from, to] = transposed ? [steps, moved] : [moved, steps];
      const position = to.reduce((sum, each, j) => sum * outputs[j] + each, 0);
      taps.push({ index, input: inputAt(seed, source, from), output: c * positions + position });
    }
  }
  return { channels, positions, taps };
}

function indicesOf(shape: readonly number[], index: number): number[] {
  const at: number[] = [];
  for (const size of shape.toReversed()) {
    at.unshift(index % size);
    index = Math.floor(index / size);
  }
  return at;
}

/** A whole number from -4 to 4. */
function inputAt(seed: number, channel: number, position: readonly number[]): number {
  let hash = seed | 0;
  for (const part of [channel, ...position]) hash = Math.imul(hash ^ (part + 1), 0x9e3779b1) ^ (hash >>> 15);
  return ((hash >>> 8) % 9) - 4;
}

const bits = new DataView(new ArrayBuffer(8));

/** A finite double as a multiple of the smallest one. */
function units(value: number): bigint {
  bits.setFloat64(0, value);
  const high = bits.getUint32(0);
  const exponent = (high >>> 20) & 0x7ff;
  const mantissa = BigInt(high & 0xfffff) * 2n ** 32n + BigInt(bits.getUint32(4));
  const size = exponent === 0 ? mantissa : (mantissa + 2n ** 52n) << BigInt(exponent - 1);
  return value < 0 ? -size : size;
}

/** The double next to a multiple of the smallest one, within one unit of its last place. */
function fromUnits(sum: bigint): number {
  const size = sum < 0n ? -sum : sum;
  const drop = Math.max(0, size.toString(2).length - 60);
  const value = Number(size >> BigInt(drop)) * 2 ** Math.max(-1074, drop - 1074) * (drop < 0 ? 0 : 1);
  return sum < 0n ? -value : value;
}

/** Exact outputs of the layer, rounded to doubles; NaN where one of its numbers is no number. */
export function outputsOf(
  { channels, positions, taps }: Layer,
  weight: Float64Array,
  bias: Float64Array,
): Float64Array {
  const sums = Array.from({ length: channels * positions }, (_, i) => {
    const given = bias[Math.floor(i / positions)];
    return Number.isFinite(given) ? units(given) : undefined;
  });
  const scaled = Array.from(weight, (value) => (Number.isFinite(value) ? units(value) : undefined));
  for (const { index, input, output } of taps) {
    const [sum, value] = [sums[output], scaled[index]];
    sums[output] = sum === undefined || value === undefined ? undefined : sum + BigInt(input) * value;
  }
  return Float64Array.from(sums, (sum) => (sum === undefined ? Number.NaN : fromUnits(sum)));
}
