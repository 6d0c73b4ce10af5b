/**
 * One scenario contains the tensors of all five operations over the same data. A descriptor (sizes, distribution, seed)
 * is generated and shrunk; the tensors are made from it.
 */
import fc from 'fast-check';
import type { Claims, DType, Tensor } from '../terms/contract.ts';
import { formats, roundTo } from '../terms/dtype.ts';
import { elementOf, layoutOf } from '../terms/layout.ts';
import type { Calls, Operation } from '../terms/operations.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import { parameterTypes } from '../terms/within-claims.ts';
import { type DyFamily, families, type Family, fillDy } from './family.ts';
import { randomOf } from './random.ts';
import { epsilonFor, momentumFor } from './epsilon-and-momentum.ts';
import { type ShapeAndAxis, type ShapeConstraints, shapes } from './shape.ts';

export interface Scenario {
  readonly x: Tensor;
  readonly dy: Tensor;
  readonly gamma?: Tensor;
  readonly beta?: Tensor;
  readonly runningMean: Tensor;
  readonly runningVar: Tensor;
  readonly savedMean: Tensor;
  readonly savedInvStd: Tensor;
  readonly epsilon: number;
  readonly momentum: number;
  readonly axis: number;
}

/** Its tensors with one value per element, and with one per channel. */
export const elementTensors = ['x', 'dy'] as const;
export const channelTensors = ['gamma', 'beta', 'runningMean', 'runningVar', 'savedMean', 'savedInvStd'] as const;
export const scenarioTensors: readonly ((typeof elementTensors)[number] | (typeof channelTensors)[number])[] = [
  ...elementTensors,
  ...channelTensors,
];

export interface ScenarioConstraints extends ShapeConstraints {
  /** Data distributions, simplest first. Default: ordinary and hard. */
  readonly families?: readonly Family[];
  readonly dyFamilies?: readonly DyFamily[];
  /** Which of gamma and beta are given, as far as the claims allow. Default: `mixed`. */
  readonly affine?: 'both' | 'none' | 'mixed';
  /**
   * Values of epsilon, simplest first. Default: large enough to matter next to the variance. Where the claims list
   * epsilons, these are drawn instead; likewise momenta.
   */
  readonly epsilons?: readonly number[];
  readonly momenta?: readonly number[];
  /** Element types to choose from, as far as claimed. Default: all claimed types. */
  readonly dtypes?: readonly DType[];
}

/** Large relative to one of the hard distribution's variances, small relative to another. */
export const visibleEpsilons: readonly number[] = [1, 0.25, 0.3, 1.5, 4];
export const visibleMomenta: readonly number[] = [0.25, 0.3, 0.1, 0.9, 0.7];

interface Descriptor extends ShapeAndAxis {
  readonly dtype: DType;
  readonly parameters: DType;
  readonly family: Family;
  readonly dyFamily: DyFamily;
  readonly withGamma: boolean;
  readonly withBeta: boolean;
  readonly epsilon: number;
  readonly momentum: number;
  readonly seed: number;
}

/** Scenarios within the claims. */
export function scenarios(claims: Claims, constraints: ScenarioConstraints = {}): fc.Arbitrary<Scenario> {
  return descriptors(claims, constraints).map(materialise);
}

function descriptors(claims: Claims, constraints: ScenarioConstraints): fc.Arbitrary<Descriptor> {
  const { families = ['ordinary', 'hard'], dyFamilies = ['random'], affine = 'mixed' } = constraints;
  const { epsilons = visibleEpsilons, momenta = visibleMomenta } = constraints;
  const required = affine === 'both' || claims.affine === 'required';
  const given = required ? fc.constant(true) : affine === 'none' ? fc.constant(false) : fc.boolean();
  const allowed = constraints.dtypes?.filter((dtype) => claims.dtypes.includes(dtype)) ?? claims.dtypes;
  const types = allowed.flatMap((dtype) => parameterTypes(dtype, claims).map((parameters) => ({ dtype, parameters })));
  const usable = claims.epsilons ?? epsilons.filter((epsilon) => epsilon >= claims.minEpsilon);
  return fc
    .record({
      place: shapes(claims, constraints),
      types: fc.constantFrom(...types),
      family: fc.constantFrom(...families),
      dyFamily: fc.constantFrom(...dyFamilies),
      withGamma: given,
      withBeta: given,
      epsilon: fc.constantFrom(...(usable.length > 0 ? usable : [1])),
      momentum: fc.constantFrom(...(claims.momenta ?? momenta)),
      seed: fc.noShrink(fc.nat({ max: 2 ** 31 - 1 })),
    })
    .map(({ place, types, ...rest }) => ({
      ...rest,
      ...place,
      ...types,
      ...givenAsClaimed(claims, rest),
      epsilon: epsilonFor(types.dtype, rest.epsilon, claims),
      momentum: momentumFor(types.dtype, rest.momentum, claims),
    }));
}

type Given = Pick<Descriptor, 'withGamma' | 'withBeta'>;

function givenAsClaimed({ affine }: Claims, { withGamma, withBeta }: Given): Given {
  switch (affine) {
    case 'each':
      return { withGamma, withBeta };
    case 'together':
      return { withGamma, withBeta: withGamma };
    case 'none':
    case 'required': {
      const always = affine === 'required';
      return { withGamma: always, withBeta: always };
    }
  }
}

/** One scenario, fully specified: omitted properties have the simplest value that the claims allow. */
export function scenarioOf(
  claims: Claims,
  { shape, axis, ...rest }: ShapeAndAxis & Partial<Omit<Descriptor, keyof ShapeAndAxis>>,
): Scenario {
  const dtype = rest.dtype ?? claims.dtypes[0];
  return materialise({
    dtype,
    parameters: parameterTypes(dtype, claims)[0],
    family: 'ordinary',
    dyFamily: 'random',
    seed: 1,
    ...rest,
    ...givenAsClaimed(claims, { withGamma: true, withBeta: true, ...rest }),
    shape,
    axis,
    epsilon: epsilonFor(dtype, rest.epsilon ?? 1, claims),
    momentum: momentumFor(dtype, rest.momentum ?? 0.25, claims),
  });
}

function materialise(descriptor: Descriptor): Scenario {
  const { shape, axis, dtype, parameters, epsilon, momentum, seed } = descriptor;
  const layout = layoutOf(shape, axis);
  const { channels, perChannel: m } = layout;
  const random = randomOf(seed);
  const x = new Float64Array(channels * m);
  const dy = new Float64Array(channels * m);
  const perChannel = (make: (c: number) => number): Tensor =>
    tensor(
      parameters,
      [channels],
      Array.from({ length: channels }, (_, c) => make(c)),
    );
  const savedMean: number[] = [];
  const savedInvStd: number[] = [];

  for (let c = 0; c < channels; c++) {
    const fill = { random, c, m, dtype };
    const channel = families[descriptor.family](fill).map((value) => roundTo(dtype, clamp(dtype, value)));
    const mean = channel.reduce((sum, value) => sum + value, 0) / m;
    const variance = channel.reduce((sum, value) => sum + (value - mean) ** 2, 0) / m;
    const invStd = 1 / Math.sqrt(variance + epsilon);
    const upstream = fillDy(
      descriptor.dyFamily,
      fill,
      channel.map((value) => (value - mean) * invStd),
    );
    for (let i = 0; i < m; i++) {
      x[elementOf(layout, c, i)] = channel[i];
      dy[elementOf(layout, c, i)] = upstream[i];
    }
    savedMean.push(mean);
    savedInvStd.push(invStd);
  }

  const sign = (): number => (random.uniform() < 0.5 ? -1 : 1);
  const gamma = perChannel((c) => sign() * ([1.7, 0.6, 2.3][c % 3] + 0.1 * random.uniform()));
  const beta = perChannel((c) => [0.9, -3, 0.4][c % 3] + 0.1 * random.uniform());
  return {
    x: tensor(dtype, shape, x),
    dy: tensor(dtype, shape, dy),
    ...(descriptor.withGamma && { gamma }),
    ...(descriptor.withBeta && { beta }),
    runningMean: perChannel((c) => [2, -5, 1][c % 3] + 0.3 * random.normal()),
    runningVar: perChannel((c) => [3, 0.2, 9][c % 3] * (1 + 0.3 * random.uniform())),
    savedMean: perChannel((c) => savedMean[c]),
    savedInvStd: perChannel((c) => savedInvStd[c]),
    epsilon,
    momentum,
    axis,
  };
}

/** Keeps generated data inside a narrow type: half of float16's largest number leaves room for sums of two. */
function clamp(dtype: DType, value: number): number {
  const limit = formats[dtype].largest / 2;
  return Math.max(-limit, Math.min(limit, value));
}

const affineOf = ({ gamma, beta }: Pick<Scenario, 'gamma' | 'beta'>): { gamma?: Tensor; beta?: Tensor } => ({
  ...(gamma && { gamma }),
  ...(beta && { beta }),
});

/** The call of each operation on a scenario. */
export const callOf: { readonly [O in Operation]: (s: Scenario) => Calls[O] } = {
  trainForward: (s) => ({
    x: s.x,
    ...affineOf(s),
    runningMean: s.runningMean,
    runningVar: s.runningVar,
    epsilon: s.epsilon,
    momentum: s.momentum,
    axis: s.axis,
  }),
  inferForward: (s) => ({
    x: s.x,
    ...affineOf(s),
    mean: s.runningMean,
    variance: s.runningVar,
    epsilon: s.epsilon,
    axis: s.axis,
  }),
  trainBackward: (s) => ({ dy: s.dy, x: s.x, ...affineOf(s), epsilon: s.epsilon, axis: s.axis }),
  inferBackward: (s) => ({
    dy: s.dy,
    x: s.x,
    ...affineOf(s),
    mean: s.runningMean,
    variance: s.runningVar,
    epsilon: s.epsilon,
    axis: s.axis,
  }),
  savedBackward: (s) => ({
    dy: s.dy,
    x: s.x,
    ...(s.gamma && { gamma: s.gamma }),
    mean: s.savedMean,
    invStd: s.savedInvStd,
    axis: s.axis,
  }),
};

/** Values of x as doubles, for laws that build new inputs. */
export const xOf = (s: Scenario): Float64Array => valuesOf(s.x);
