/**
 * Data distributions, each able to reveal mistakes that others hide. Every distribution defines the values of one
 * channel; sizes are chosen so that variance differs from 1, epsilon is visible, and no channel looks like another.
 */
import type { DType } from '../terms/contract.ts';
import type { Random } from './random.ts';

export interface ChannelFill {
  readonly random: Random;
  readonly c: number;
  readonly m: number;
  readonly dtype: DType;
}

export type Fill = (channel: ChannelFill) => number[];

const draw = ({ random, m }: ChannelFill, scale: number, offset: number): number[] =>
  Array.from({ length: m }, () => offset + scale * random.normal());

const pick = (random: Random, from: readonly number[]): number => from[Math.floor(random.uniform() * from.length)];

/** Around a constant so large that neighbours differ in the last bits only: exact mean, variance 1. */
const alternating: Fill = ({ m, dtype }) => {
  const middle = dtype === 'bfloat16' ? 128 : dtype === 'float16' ? 1024 : 4096;
  return Array.from({ length: m }, (_, i) => (i % 2 === 0 ? middle - 1 : middle + 1));
};

export type Family =
  | 'summable'
  | 'ordinary'
  | 'hard'
  | 'centred'
  | 'constant'
  | 'alternating'
  | 'outlier'
  | 'far-first'
  | 'offset'
  | 'symmetric'
  | 'large'
  | 'small'
  | 'subnormal'
  | 'last'
  | 'rising'
  | 'bytes';

export const families: Readonly<Record<Family, Fill>> = {
  /** Integers around an integer, in pairs: mean and variance are exact in any order of summation. */
  summable: ({ random, m }) => {
    const middle = pick(random, [0, 1, -2, 3, 8]);
    const distance = pick(random, [1, 2, 3]);
    return Array.from({ length: m }, (_, i) =>
      i === m - 1 && m % 2 === 1 ? middle : middle + (i % 2 === 0 ? distance : -distance),
    );
  },
  /** Moderate scales and offsets. */
  ordinary: (channel) =>
    draw(channel, pick(channel.random, [0.3, 0.7, 2, 4, 11]), pick(channel.random, [0.4, -1.5, 3, -7, 12])),
  /** Variance far below, near and far above epsilon; offsets up to twenty standard deviations. */
  hard: (channel) => draw(channel, [0.3, 4, 20][channel.c % 3], [5, -7, 60][channel.c % 3]),
  centred: (channel) => draw(channel, pick(channel.random, [0.5, 3]), 0),
  constant: ({ random, m }) => Array.from<number>({ length: m }).fill(pick(random, [100, -3.7, 0.1, 1e4, 0])),
  alternating,
  /** One value outweighs all others: [2²⁴, 1, 1, …]. */
  outlier: ({ m, dtype }) => {
    const large = dtype === 'float16' ? 2048 : dtype === 'bfloat16' ? 256 : 2 ** 24;
    return Array.from({ length: m }, (_, i) => (i === 0 ? large : 1));
  },
  /** A first value far from all others, with digits of its own: shifting by it loses theirs, and no sum is exact. */
  'far-first': ({ random, m, dtype }) => {
    const large = (dtype === 'float16' ? 1.5e4 : 3.4e7) * (1 + random.uniform());
    return Array.from({ length: m }, (_, i) => (i === 0 ? large : 0.5 + random.uniform()));
  },
  /** |mean|/standard deviation of 10³ to 10⁷. */
  offset: (channel) => {
    const scale = pick(channel.random, [0.25, 1, 3]);
    return draw(channel, scale, scale * pick(channel.random, [1e3, -1e4, 1e5, -1e6, 1e7]));
  },
  /** A mean exactly 0 next to values that are not. */
  symmetric: ({ random, m }) => {
    const half = Array.from({ length: m >> 1 }, () => 3 * random.normal());
    return [...half, ...half.map((value) => -value), ...(m % 2 === 1 ? [0] : [])];
  },
  /** Squares near the end of float32's range, or of the range of float16. */
  large: (channel) => draw(channel, channel.dtype === 'float16' ? 30 : 1e16, channel.dtype === 'float16' ? 100 : 3e16),
  /** Far below any usual epsilon; squares vanish in float32. */
  small: (channel) => draw(channel, pick(channel.random, [1e-3, 1e-6, 1e-20]), pick(channel.random, [0, 1e-3, 1e-20])),
  /** Subnormal numbers of float32 (float16 and bfloat16: their smallest numbers). */
  subnormal: ({ random, m, dtype }) => {
    const unit = dtype === 'float16' ? 2 ** -24 : 2 ** -133;
    return Array.from({ length: m }, () => unit * Math.round(20 * random.normal()));
  },
  /**
   * All zeros but the last value: an implementation that leaves it out is off by far more than the bound, which is
   * small where |x| is.
   */
  last: ({ m }) => Array.from({ length: m }, (_, i) => (i === m - 1 ? 1 : 0)),
  /**
   * No part is like another: an implementation that counts or merges parts wrongly is off by as much as they differ.
   */
  rising: ({ random, m }) => Array.from({ length: m }, (_, i) => (8 * i) / m - 3 + 0.5 * random.normal()),
  /** Values of bright pictures: integers that a kernel may sum in integers. */
  bytes: ({ random, m }) => Array.from({ length: m }, () => 200 + Math.floor(56 * random.uniform())),
};

/** Shapes of the upstream gradient. */
export type DyFamily = 'random' | 'constant' | 'one-hot' | 'xhat' | 'last';

/** @param xhat - the normalized values of the channel */
export function fillDy(kind: DyFamily, { random, c, m }: ChannelFill, xhat: readonly number[]): number[] {
  switch (kind) {
    case 'random':
      return Array.from({ length: m }, () => [1, 3, 0.5][c % 3] * random.normal() + 0.7);
    case 'constant':
      return Array.from<number>({ length: m }).fill(1.3);
    case 'one-hot': {
      const hot = Math.floor(random.uniform() * m);
      return Array.from({ length: m }, (_, i) => (i === hot ? 1 : 0));
    }
    case 'last':
      return Array.from({ length: m }, (_, i) => (i === m - 1 ? 1 : 0));
    case 'xhat':
      return xhat.map((value) => 0.8 * value);
  }
}
