/** Calls of folding (BN-16): a descriptor is generated and shrunk, and the tensors are made from it. */
import fc from 'fast-check';
import type { Claims, DType, Tensor } from '../../terms/contract.ts';
import { foldAxes, foldClaimsOf } from '../../terms/fold-claims.ts';
import type { Fold, FoldLayout } from '../../terms/further-contract.ts';
import { formats } from '../../terms/dtype.ts';
import { sizeOf, tensor } from '../../terms/tensor.ts';
import { parameterTypes } from '../../terms/within-claims.ts';
import { epsilonFor } from '../epsilon-and-momentum.ts';
import { type Random, randomOf } from '../random.ts';

/** Values of weight, bias and mean. `near`: bias close to the mean. `wide`: sizes far apart. `few-bits`: exact in any type. */
export type FoldFamily = 'ordinary' | 'near' | 'wide' | 'few-bits';

export interface FoldDescriptor {
  readonly layout: FoldLayout;
  /** Sizes of weight, as many as its rank; the grouped axis has a size for each group. */
  readonly sizes: readonly number[];
  readonly groups: number;
  readonly dtype: DType;
  readonly parameters: DType;
  readonly family: FoldFamily;
  readonly withBias: boolean;
  readonly withGamma: boolean;
  readonly withBeta: boolean;
  readonly epsilon: number;
  readonly seed: number;
}

export interface FoldConstraints {
  readonly families?: readonly FoldFamily[];
  readonly epsilons?: readonly number[];
  readonly layouts?: (layout: FoldLayout) => boolean;
  /** Bias, gamma and beta are given, as far as the claims allow. Default: mixed. */
  readonly all?: boolean;
  readonly groups?: readonly number[];
  readonly sizes?: readonly number[];
}

/** Large relative to one of the variances, small relative to another. */
const visibleEpsilons: readonly number[] = [1, 0.25, 0.3, 1.5, 4];

/** Ranks and layouts that the claims allow, the simplest first. */
function places(claims: Claims, admits: (layout: FoldLayout) => boolean): { layout: FoldLayout; rank: number }[] {
  const { weights, weightRanks } = foldClaimsOf(claims);
  return weightRanks
    .toSorted((a, b) => a - b)
    .flatMap((rank) =>
      weights.filter((layout) => admits(layout) && foldAxes(layout, rank)).map((layout) => ({ layout, rank })),
    );
}

/** @returns undefined where the claims leave none */
export function folds(claims: Claims, constraints: FoldConstraints = {}): fc.Arbitrary<Fold> | undefined {
  const { families = ['ordinary'], epsilons = visibleEpsilons, layouts = () => true, all = false } = constraints;
  const { groups = [2, 3, 1, 4], sizes = [2, 1, 3, 4, 5] } = constraints;
  const at = places(claims, layouts);
  if (at.length === 0) return undefined;
  const usable = claims.epsilons ?? epsilons.filter((epsilon) => epsilon >= claims.minEpsilon);
  const given = all ? fc.constant(true) : fc.boolean();
  return fc
    .record({
      at: fc.constantFrom(...at),
      sizes: fc.array(fc.constantFrom(...sizes), { minLength: 5, maxLength: 5 }),
      groups: fc.constantFrom(...groups),
      types: fc.constantFrom(...typesOf(claims)),
      family: fc.constantFrom(...families),
      withBias: given,
      withGamma: given,
      withBeta: given,
      epsilon: fc.constantFrom(...(usable.length > 0 ? usable : [1])),
      seed: fc.noShrink(fc.nat({ max: 2 ** 31 - 1 })),
    })
    .map(({ at: { layout, rank }, sizes, types, ...rest }) =>
      foldOf(claims, { ...rest, ...types, layout, sizes: within(mostValues, sizes.slice(0, rank)) }),
    );
}

/** Most values of a weight, for each group. */
const mostValues = 1024;

/** The later sizes give way. */
function within(most: number, sizes: readonly number[]): number[] {
  let left = most;
  return sizes.map((size) => {
    const kept = Math.max(1, Math.min(size, Math.floor(left)));
    left /= kept;
    return kept;
  });
}

const typesOf = (claims: Claims): { dtype: DType; parameters: DType }[] =>
  claims.dtypes.flatMap((dtype) => parameterTypes(dtype, claims).map((parameters) => ({ dtype, parameters })));

/** One call, fully specified: omitted properties have the simplest value that the claims allow. */
export function foldOf(
  claims: Claims,
  given: Partial<FoldDescriptor> & Pick<FoldDescriptor, 'layout' | 'sizes'>,
): Fold {
  const dtype = given.dtype ?? claims.dtypes[0];
  const affine = affineAsClaimed(claims, { withGamma: true, withBeta: true, ...given });
  return materialise({
    groups: 2,
    parameters: parameterTypes(dtype, claims)[0],
    family: 'ordinary',
    withBias: true,
    seed: 1,
    ...given,
    ...affine,
    dtype,
    epsilon: epsilonFor(dtype, given.epsilon ?? 0.3, claims),
  });
}

type GivenAffine = Pick<FoldDescriptor, 'withGamma' | 'withBeta'>;

function affineAsClaimed({ affine }: Claims, { withGamma, withBeta }: GivenAffine): GivenAffine {
  if (affine === 'each') return { withGamma, withBeta };
  const both = affine === 'required' || (affine === 'together' && withGamma);
  return { withGamma: both, withBeta: both };
}

function materialise(descriptor: FoldDescriptor): Fold {
  const { layout, sizes, groups, dtype, parameters, family, withBias, withGamma, withBeta, epsilon, seed } = descriptor;
  const { axis, groupAxis } = foldAxes(layout, sizes.length) as Pick<Fold, 'axis' | 'groupAxis'>;
  const shape = sizes.map((size, k) => (k === groupAxis ? size * groups : size));
  const channels = shape[axis] * (groupAxis === undefined ? 1 : groups);
  const random = randomOf(seed);
  const draw = drawFrom(family, random, formats[dtype].largest);
  const vector = (type: DType, make: (c: number) => number): Tensor =>
    tensor(
      type,
      [channels],
      Float64Array.from({ length: channels }, (_, c) => make(c)),
    );
  const sign = (): number => (random.uniform() < 0.5 ? -1 : 1);
  const mean = vector(parameters, (c) => [2, -5, 1][c % 3] + 0.3 * random.normal());
  const bias = vector(dtype, (c) => (family === 'near' ? [2, -5, 1][c % 3] + 2 ** -6 * random.normal() : draw.bias()));
  const gamma = vector(parameters, (c) => sign() * ([1.7, 0.6, 2.3][c % 3] + 0.1 * random.uniform()));
  const beta = vector(parameters, (c) => [0.9, -3, 0.4][c % 3] + 0.1 * random.uniform());
  return {
    weight: tensor(dtype, shape, Float64Array.from({ length: sizeOf(shape) }, draw.weight)),
    ...(withBias && { bias }),
    ...(withGamma && { gamma }),
    ...(withBeta && { beta }),
    mean,
    variance: vector(parameters, (c) => [3, 0.2, 9][c % 3] * (1 + 0.3 * random.uniform())),
    epsilon,
    axis,
    ...(groupAxis !== undefined && { groupAxis, groups }),
  };
}

interface Draw {
  readonly weight: () => number;
  readonly bias: () => number;
}

function drawFrom(family: FoldFamily, random: Random, largest: number): Draw {
  const uniform = (): number => random.uniform();
  const normal = (): number => random.normal();
  switch (family) {
    case 'few-bits':
      return { weight: () => Math.floor(64 * uniform() - 32) / 8, bias: () => Math.floor(64 * uniform() - 32) / 4 };
    case 'wide': {
      const reach = Math.min(20, Math.log2(largest) / 2);
      const wide = (): number => normal() * 2 ** Math.round(reach * (2 * uniform() - 1));
      return { weight: wide, bias: wide };
    }
    case 'ordinary':
    case 'near':
      return { weight: normal, bias: () => 1 + 2 * normal() };
  }
}

/** One call for each kind of weight, the last with fewer arguments. */
export function foldExamples(claims: Claims, seed: number): Fold[] {
  const at = places(claims, () => true);
  const layouts = [...new Set(at.map(({ layout }) => layout))];
  const examples = layouts.map((layout, i): Fold => {
    const rank = at.findLast((place) => place.layout === layout)?.rank ?? 2;
    return foldOf(claims, { layout, sizes: [3, 2, 4, 2, 3].slice(0, rank), groups: 3, seed: seed + i });
  });
  const [{ layout, rank }] = at;
  const sizes = Array.from({ length: rank }, () => 2);
  const without = { withBias: false, withGamma: false, withBeta: false };
  return [...examples, foldOf(claims, { layout, sizes, ...without, seed })];
}

/** One call for each kind of weight, with two channels, or two in each of two groups: small, as nothing shrinks an example. */
export function smallFolds(claims: Claims, seed: number): Fold[] {
  const at = places(claims, () => true);
  const simplest = at.filter(({ layout }, i) => at.findIndex((place) => place.layout === layout) === i);
  return simplest.map(({ layout, rank }, i) => {
    const axis = foldAxes(layout, rank)?.axis ?? 0;
    const other = axis === 0 ? 1 : 0;
    const sizes = Array.from({ length: rank }, (_, k) => (k === axis || k === other ? 2 : 1));
    return foldOf(claims, { layout, sizes, seed: seed + i });
  });
}
