/** Adversarial calls of second derivatives: those of the training gradient, with cotangents that find rounding mistakes. */
import type { InferBackward, TrainBackward } from '../../../spec/terms/contract.ts';
import type { DoubleBackward, InferTangent, TrainTangent } from '../../../spec/terms/further-contract.ts';
import { dtypes, formats, roundTo } from '../../../spec/terms/dtype.ts';
import { sizeOf, tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import type { DType, Tensor } from '../../../spec/terms/contract.ts';
import { randomOf, type Random } from '../../../spec/cases/random.ts';
import { adversarial } from './adversarial.ts';

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random.uniform() * from.length)];

const within = (dtype: DType, value: number): number =>
  Number.isFinite(roundTo(dtype, value)) ? value : Math.sign(value) * formats[dtype].largest;

const like = (dtype: DType, shape: readonly number[], value: (i: number) => number): Tensor =>
  tensor(
    dtype,
    shape,
    Array.from({ length: sizeOf(shape) }, (_, i) => within(dtype, value(i))),
  );

/** Of a tensor like x, of which some are equal to other arguments: projections vanish, and products are squares. */
export function cotangentLike(random: Random, { x, dy }: { readonly x: Tensor; readonly dy: Tensor }): Tensor {
  const [xs, dys] = [valuesOf(x), valuesOf(dy)];
  const scale = pick(random, [1, 1, 1, 2 ** -40, 2 ** 30]);
  const kinds: readonly ((i: number) => number)[] = [
    () => scale * random.normal(),
    (i) => dys[i],
    (i) => -dys[dys.length - 1 - i],
    (i) => xs[i],
    () => 1.3,
    (i) => Number(i === 1),
    () => 1000 + random.normal(),
    () => Math.round(3 * random.normal()),
  ];
  return like(x.dtype, x.shape, pick(random, kinds));
}

export const vectorLike = (random: Random, { x, axis }: { readonly x: Tensor; readonly axis: number }): Tensor =>
  like(pick(random, [x.dtype, ...dtypes]), [x.shape[axis]], () => pick(random, [0, 1, -0.6, random.normal(), 2 ** 20]));

export interface SecondCase {
  readonly family: string;
  readonly call: DoubleBackward;
}

/** Each of the seven sets of cotangents. */
const subsets = Array.from({ length: 7 }, (_, k) => k + 1);

export function* adversarialSecond(seed: number): Generator<SecondCase> {
  const random = randomOf(seed);
  for (const { family, operation, call } of adversarial(seed)) {
    if (operation !== 'trainBackward') continue;
    const given = call as TrainBackward;
    const which = pick(random, [7, 7, 7, ...subsets]);
    yield {
      family,
      call: {
        ...given,
        ...(which & 1 && { ddx: cotangentLike(random, given) }),
        ...(which & 2 && { ddgamma: vectorLike(random, given) }),
        ...(which & 4 && { ddbeta: vectorLike(random, given) }),
      },
    };
  }
}

export interface TangentCase {
  readonly family: string;
  /** One of the two. */
  readonly train?: TrainTangent;
  readonly infer?: InferTangent;
}

/** Tangents of training and of inference, some of them left out. */
export function* adversarialTangents(seed: number): Generator<TangentCase> {
  const random = randomOf(seed);
  for (const { family, operation, call } of adversarial(seed)) {
    if (operation !== 'trainBackward' && operation !== 'inferBackward') continue;
    const { dy, ...rest } = call as InferBackward;
    const which = pick(random, [15, 15, 15, 0, 1, 2, 4, 8]);
    const shared = {
      ...rest,
      tx: cotangentLike(random, { x: rest.x, dy }),
      ...(which & 1 && { tgamma: vectorLike(random, rest) }),
      ...(which & 2 && { tbeta: vectorLike(random, rest) }),
    };
    if (operation === 'trainBackward') yield { family, train: shared };
    else {
      const ofStatistics = {
        ...(which & 4 && { tmean: vectorLike(random, rest) }),
        ...(which & 8 && { tvariance: vectorLike(random, rest) }),
      };
      yield { family, infer: { ...shared, ...ofStatistics } };
    }
  }
}
