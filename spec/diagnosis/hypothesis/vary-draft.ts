/** Drafts drawn at random, and drafts that differ from another in one aspect. All are within the claims. */
import type { Random } from '../../cases/random.ts';
import type { Claims, DType } from '../../terms/contract.ts';
import { isElementwise, type Operation, signatures, type TensorName } from '../../terms/operations.ts';
import { sizeOf } from '../../terms/tensor.ts';
import { parameterTypes, withinClaims } from '../../terms/within-claims.ts';
import { type Draft, optionalOf, outlineOf, type Values } from './draft.ts';
import { columnFills, type ColumnKind, vectorFills, type VectorKind } from './draft-data.ts';

const oneOf = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random.uniform() * from.length)];

/** Most values of a draft: exact answers to more take long. */
export const mostValues = 4096;

export const epsilons: readonly number[] = [
  0.3, 1, 0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-10, 1.23456789, 765.4321987, 7,
];
const momenta: readonly number[] = [0.25, 0.9, 0.1, 0.5, 1, 0];

/** Mostly small, now and then beyond the limits that kernels have. */
function drawnLength(random: Random, room: number): number {
  const at = random.uniform();
  const length = at < 0.7 ? 1 + Math.floor(9 * random.uniform()) : Math.round(2 ** (3 + 8 * random.uniform()));
  return Math.max(1, Math.min(length, Math.floor(room)));
}

function drawnShape(random: Random, rank: number, axis: number): number[] {
  const shape = Array.from({ length: rank }, () => 1);
  // Most calls are small, since exact answers take time.
  const room = 2 ** (5 + 7 * random.uniform());
  // In any order, so that each axis may be the long one.
  const order = [...shape.keys()].toSorted(() => random.uniform() - 0.5);
  for (const at of order) shape[at] = drawnLength(random, room / sizeOf(shape));
  // As many samples as channels: a coincidence that some mistakes ask for.
  const other = axis === 0 ? 1 : 0;
  if (random.uniform() < 0.08 && shape[axis] * shape[axis] * (sizeOf(shape) / shape[other] / shape[axis]) <= mostValues)
    shape[other] = shape[axis];
  return shape;
}

const axisIn = (random: Random, rank: number, { channelAxis }: Claims): number =>
  channelAxis === 'first' ? 1 : channelAxis === 'last' ? rank - 1 : Math.floor(random.uniform() * rank);

const typesBeside = (type: DType, claims: Claims): readonly DType[] => parameterTypes(type, claims);

/** Values that matter only where they are of a kind are ordinary but now and then. */
const special = 0.06;

export function kindsOf(operation: Operation, name: TensorName): readonly (ColumnKind | VectorKind)[] {
  const fills = isElementwise(operation, name) ? columnFills : vectorFills;
  return Object.keys(fills) as (ColumnKind | VectorKind)[];
}

/** Within the claims, of any size, types and presence. @param plain - with ordinary values only */
export function drawnDraft(operation: Operation, claims: Claims, random: Random, plain = false): Draft {
  for (;;) {
    const rank = oneOf(
      random,
      claims.ranks.filter((each) => each <= 5),
    );
    const axis = axisIn(random, rank, claims);
    const type = oneOf(random, claims.dtypes);
    const values = signatures[operation].inputs.flatMap((name): [TensorName, Values][] =>
      plain || random.uniform() >= special ? [] : [[name, oneOf(random, kindsOf(operation, name))]],
    );
    const draft: Draft = {
      operation,
      shape: drawnShape(random, rank, axis),
      axis,
      type,
      parameters: oneOf(random, typesBeside(type, claims)),
      statistics: oneOf(random, typesBeside(type, claims)),
      given: optionalOf(operation).filter(() => random.uniform() < 0.7),
      epsilon:
        oneOf(
          random,
          epsilons.filter((each) => each >= claims.minEpsilon),
        ) ?? claims.minEpsilon,
      momentum: oneOf(random, momenta),
      values: Object.fromEntries(values),
      seed: Math.floor(random.uniform() * 2 ** 31),
    };
    if (isClaimed(draft, claims)) return draft;
  }
}

export const isClaimed = (draft: Draft, claims: Claims): boolean =>
  withinClaims(draft.operation, outlineOf(draft, claims), claims) &&
  (claims.singleValue === 'defined' || sizeOf(draft.shape) > draft.shape[draft.axis]);

/** Drafts that differ from this one in one aspect, a few for each; lengths of axes by one, by a factor, and at random. */
export function neighbours(draft: Draft, claims: Claims, random: Random): Draft[] {
  const { operation, shape, axis, type, given, values } = draft;
  const lengths = shape.flatMap((length, at) =>
    [length - 1, length + 1, 2 * length, length >> 1, drawnLength(random, mostValues)]
      .filter((other) => other >= 1 && other !== length && (sizeOf(shape) / length) * other <= 2 * mostValues)
      .map((other) => ({ ...draft, shape: shape.with(at, other) })),
  );
  const without = optionalOf(operation).map((name) => ({
    ...draft,
    given: given.includes(name) ? given.filter((each) => each !== name) : [...given, name],
  }));
  const typed = claims.dtypes.filter((other) => other !== type);
  const types = [
    ...typed.map((other) => ({
      ...draft,
      type: other,
      parameters: draft.parameters === type ? other : draft.parameters,
      statistics: draft.statistics === type ? other : draft.statistics,
    })),
    ...typesBeside(type, claims).flatMap((other) => [
      { ...draft, parameters: other },
      { ...draft, statistics: other },
    ]),
  ];
  const scalars = [
    ...epsilons.filter((epsilon) => epsilon !== draft.epsilon).map((epsilon) => ({ ...draft, epsilon })),
    ...momenta.filter((momentum) => momentum !== draft.momentum).map((momentum) => ({ ...draft, momentum })),
  ];
  const data = signatures[operation].inputs.flatMap((name) => [
    ...(values[name] === undefined ? [] : [withValues(draft, name, 'ordinary')]),
    ...kindsOf(operation, name).map((kind) => withValues(draft, name, kind)),
  ]);
  const all = [
    ...lengths,
    ...placed(draft, claims),
    ...without,
    ...types,
    ...scalars,
    ...data,
    { ...draft, seed: draft.seed + 1 },
  ];
  return all.filter((each) => each.axis < each.shape.length && shape[axis] > 0 && isClaimed(each, claims));
}

export const withValues = (draft: Draft, name: TensorName, values: Values): Draft => ({
  ...draft,
  values: { ...draft.values, [name]: values },
});

/** The same lengths with the channels at another axis, and at another rank: an axis is split off, or joined. */
export function placed(draft: Draft, claims: Claims): Draft[] {
  const { shape, axis } = draft;
  const rest = shape.toSpliced(axis, 1);
  const moved = Array.from({ length: shape.length }, (_, at) => ({
    ...draft,
    axis: at,
    shape: rest.toSpliced(at, 0, shape[axis]),
  }));
  const longer = [...shape.slice(0, 1), 1, ...shape.slice(1)];
  const last = shape.length - 1;
  const joined = [...shape.slice(0, last - 1), shape[last - 1] * shape[last]];
  const ranks = [
    { ...draft, shape: [...shape, 1] },
    ...(axis === 0 ? [] : [{ ...draft, shape: longer, axis: axis + 1 }]),
    ...(shape.length > 2 && axis < last - 1 ? [{ ...draft, shape: joined }] : []),
  ];
  return [...moved, ...ranks].filter(
    (each) => claims.ranks.includes(each.shape.length) && (each.axis !== axis || each.shape.length !== shape.length),
  );
}
