/** Calls chosen to break a reference: one seed, the same calls. Finite inputs, v + ε > 0. */
import type { Conventions, DType, Tensor } from '../../../spec/terms/contract.ts';
import { dtypes, formats, roundTo } from '../../../spec/terms/dtype.ts';
import { elementOf, layoutOf } from '../../../spec/terms/layout.ts';
import { type Calls, isInference, isTraining, type Operation } from '../../../spec/terms/operations.ts';
import { sizeOf, tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { randomOf, type Random } from '../../../spec/cases/random.ts';

export interface Case<O extends Operation = Operation> {
  readonly family: Family;
  readonly operation: O;
  readonly call: Calls[O];
  readonly conventions: Conventions;
}

interface Draw {
  readonly random: Random;
  readonly dtype: DType;
  readonly m: number;
}

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random.uniform() * from.length)];
const times = (m: number, value: (i: number) => number): number[] => Array.from({ length: m }, (_, i) => value(i));

/** Any exponent of the type is as likely as any other. */
function anyExponent({ random, dtype, m }: Draw): number[] {
  const low = Math.log2(formats[dtype].smallest);
  const high = Math.log2(formats[dtype].largest);
  return times(m, () => {
    const exponent = Math.floor(low + random.uniform() * (high - low));
    const significand = (1 + random.uniform()) * (random.uniform() < 0.5 ? -1 : 1);
    return exponent < -1000 ? significand * 2 ** -1000 * 2 ** (exponent + 1000) : significand * 2 ** exponent;
  });
}

export type Family =
  'ordinary' | 'integers' | 'offset' | 'constant' | 'subnormal' | 'nearOverflow' | 'anyExponent' | 'outlier' | 'pairs';

const families: Readonly<Record<Family, (draw: Draw) => number[]>> = {
  ordinary: ({ random, m }) => times(m, () => 3 * random.normal() + 1),
  integers: ({ random, m }) => times(m, () => Math.round(4 * random.normal())),
  /** |μ|/σ up to 10⁷. */
  offset: ({ random, m }) => {
    const offset = pick(random, [1e3, -1e5, 1e7]);
    return times(m, () => offset + random.normal());
  },
  constant: ({ random, m }) => {
    const value = pick(random, [0, 1, -3.7, 1e4, 0.1]);
    return times(m, () => value);
  },
  subnormal: ({ random, dtype, m }) => times(m, () => formats[dtype].smallest * Math.round(20 * random.normal())),
  nearOverflow: ({ random, dtype, m }) => times(m, () => formats[dtype].largest * (2 * random.uniform() - 1)),
  anyExponent,
  outlier: ({ random, dtype, m }) =>
    times(m, (i) => (i === 0 ? formats[dtype].largest / 4 : random.normal() * formats[dtype].smallestNormal)),
  /** Two values, equally often: x̂ = ±1 where ε = 0, and dx = 0 exactly. */
  pairs: ({ random, m }) => {
    const [middle, distance] = [Math.round(5 * random.normal()), pick(random, [1, 2, 0.25])];
    return times(m, (i) => middle + (i % 2 === 0 ? distance : -distance));
  },
};

export const familyNames: readonly Family[] = Object.keys(families) as Family[];

const epsilons = [1e-5, 1e-3, 0.3, 1, 2 ** -20, 1e-12, 3, 2 ** -126, 1e-300, 2 ** -1074, 1e30, 0];

function perChannel(draw: (c: number) => readonly number[], shape: readonly number[], axis: number): Float64Array {
  const layout = layoutOf(shape, axis);
  const all = new Float64Array(sizeOf(shape));
  for (let c = 0; c < layout.channels; c++) {
    const values = draw(c);
    for (let i = 0; i < layout.perChannel; i++) all[elementOf(layout, c, i)] = values[i];
  }
  return all;
}

const finite = (dtype: DType, values: ArrayLike<number>): number[] =>
  Array.from(values, (value) => (Number.isFinite(roundTo(dtype, value)) ? value : formats[dtype].largest));

const of = (dtype: DType, shape: readonly number[], values: ArrayLike<number>): Tensor =>
  tensor(dtype, shape, finite(dtype, values));

const shapes: readonly (readonly [readonly number[], number])[] = [
  [[3, 2, 5], 1],
  [[1, 3, 1], 1],
  [[2, 2], 1],
  [[2, 3, 1], 0],
  [[2, 2, 2, 3], 3],
  [[7, 1, 1, 1, 2], 1],
];

export function* adversarial(seed: number): Generator<Case> {
  const random = randomOf(seed);
  const operations: readonly Operation[] = [
    'trainForward',
    'inferForward',
    'trainBackward',
    'inferBackward',
    'savedBackward',
  ];
  for (;;) {
    for (const family of familyNames) {
      for (const operation of operations) {
        for (const dtype of dtypes) yield one(random, family, operation, dtype);
      }
    }
  }
}

function one(random: Random, family: Family, operation: Operation, dtype: DType): Case {
  const [shape, axis] = pick(random, shapes);
  const channels = shape[axis];
  const m = sizeOf(shape) / channels;
  const parameters = random.uniform() < 0.5 ? dtype : pick(random, dtypes);
  const draw = (type: DType, count: number): Draw => ({ random, dtype: type, m: count });
  const wild = family === 'anyExponent' || family === 'nearOverflow' || family === 'outlier';

  const x = of(
    dtype,
    shape,
    perChannel(() => families[family](draw(dtype, m)), shape, axis),
  );
  const parameter = (type: DType, value: () => number): Tensor => {
    const values = wild && random.uniform() < 0.3 ? anyExponent(draw(type, channels)) : times(channels, value);
    return of(type, [channels], values);
  };
  const maybe = <K extends string>(name: K, make: () => Tensor): Partial<Record<K, Tensor>> =>
    random.uniform() < 0.7 ? ({ [name]: make() } as Record<K, Tensor>) : {};
  const gamma = (): Tensor => parameter(parameters, () => pick(random, [1, -1.7, 0, 0.3, random.normal(), 2 ** -30]));
  const beta = (): Tensor => parameter(parameters, () => pick(random, [0, 1, -0.5, random.normal(), 2 ** -20]));
  const mean = (): Tensor => parameter(parameters, () => pick(random, [0, 1, random.normal(), -1e4]));
  const magnitude = (): Tensor => {
    const t = parameter(parameters, () => pick(random, [1, 0.25, Math.abs(random.normal()) + 0.1, 4, 9]));
    // Inference divides by its square root, also with ε = 0.
    return of(
      parameters,
      [channels],
      valuesOf(t).map((value) => Math.max(Math.abs(value), formats[parameters].smallest)),
    );
  };
  const gradient = (): Tensor => {
    const kind = pick(random, ['random', 'constant', 'hot', 'along', 'wild']);
    const values = (c: number): readonly number[] => {
      if (kind === 'random') return times(m, () => random.normal() + 0.7);
      if (kind === 'constant') return times(m, () => 1.3);
      if (kind === 'hot') return times(m, (i) => (i === c % m ? 1 : 0));
      if (kind === 'wild') return wild ? anyExponent(draw(dtype, m)) : times(m, () => Math.round(3 * random.normal()));
      return families.pairs(draw(dtype, m));
    };
    return of(dtype, shape, perChannel(values, shape, axis));
  };

  const usable = epsilons.filter((epsilon) => epsilon > 0 || isInference(operation));
  const zeroAllowed = family === 'pairs' && m % 2 === 0 && isTraining(operation);
  const epsilon = pick(random, zeroAllowed ? [0, ...usable] : usable);
  const conventions: Conventions = {
    momentumWeights: pick(random, ['new', 'old'] as const),
    runningVariance: pick(random, ['unbiased', 'biased'] as const),
  };
  const momentum = pick(random, [0.1, 0.5, 1, 0, 0.25, 0.99]);
  const affine = { ...maybe('gamma', gamma), ...maybe('beta', beta) };
  const running = { ...maybe('runningMean', mean), ...maybe('runningVar', magnitude) };
  const calls: { [O in Operation]: () => Calls[O] } = {
    trainForward: () => ({ x, ...affine, ...running, epsilon, momentum, axis }),
    inferForward: () => ({ x, ...affine, mean: mean(), variance: magnitude(), epsilon, axis }),
    trainBackward: () => ({ dy: gradient(), x, ...affine, epsilon, axis }),
    inferBackward: () => ({ dy: gradient(), x, ...affine, mean: mean(), variance: magnitude(), epsilon, axis }),
    savedBackward: () => ({ dy: gradient(), x, ...maybe('gamma', gamma), mean: mean(), invStd: magnitude(), axis }),
  };
  return { family, operation, call: calls[operation](), conventions };
}
