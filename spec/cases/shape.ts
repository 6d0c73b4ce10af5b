/** Shapes and channel axes within what an implementation claims, shrinking towards one small channel. */
import fc from 'fast-check';
import type { Claims } from '../terms/contract.ts';
import { layoutOf } from '../terms/layout.ts';

export interface ShapeConstraints {
  /** Least number of values per channel. Default 1. */
  readonly minPerChannel?: number;
  /** Most values per channel. Default 60. */
  readonly maxPerChannel?: number;
  /** Most elements in all; the values per channel give way first. Default: no limit. */
  readonly maxElements?: number;
  /** Sizes tried for the channel axis, simplest first. */
  readonly channels?: readonly number[];
  /** Sizes tried for the other axes, simplest first. */
  readonly sizes?: readonly number[];
}

export interface ShapeAndAxis {
  readonly shape: readonly number[];
  readonly axis: number;
}

function axesOf(rank: number, claim: Claims['channelAxis']): number[] {
  switch (claim) {
    case 'first':
      return [1];
    case 'last':
      return [rank - 1];
    case 'any':
      return [1, ...Array.from({ length: rank }, (_, k) => k).filter((k) => k !== 1)];
  }
}

export interface Place {
  readonly rank: number;
  readonly axis: number;
}

/** Ranks and axes that the claims allow, simplest first. */
export function placements(claims: Claims): Place[] {
  const ranks = [...claims.ranks].toSorted((a, b) => a - b);
  return ranks.flatMap((rank) => axesOf(rank, claims.channelAxis).map((axis) => ({ rank, axis })));
}

export interface Extent {
  readonly channels: number;
  readonly batch: number;
  /** Product of the axes that are neither batch nor channels. Default 1. */
  readonly positions?: number;
}

const arranged = ({ channels, batch, positions = 1 }: Extent, { rank, axis }: Place): ShapeAndAxis => {
  const rest = Array.from<number>({ length: rank - 1 }).fill(1);
  rest[0] = batch;
  rest[rest.length - 1] *= positions;
  return { shape: rest.toSpliced(axis, 0, channels), axis };
};

const leastRank = ({ positions = 1 }: Extent): number => (positions > 1 ? 3 : 2);

/**
 * Sizes for an implementation that compiles each shape anew, the same for every clause: one value per channel, an odd
 * number and an even one, axes of equal length, then one beyond each limit that kernels have.
 */
const fewExtents: readonly Required<Extent>[] = [
  { channels: 2, batch: 3, positions: 1 },
  { channels: 2, batch: 1, positions: 1 },
  { channels: 1, batch: 2, positions: 1 },
  { channels: 2, batch: 2, positions: 2 },
  { channels: 3, batch: 3, positions: 1 },
  { channels: 2, batch: 8, positions: 1 },
  { channels: 5, batch: 2, positions: 3 },
  { channels: 3, batch: 4, positions: 5 },
  { channels: 17, batch: 3, positions: 11 },
  { channels: 260, batch: 3, positions: 1 },
  { channels: 2, batch: 16, positions: 64 },
  { channels: 2051, batch: 2, positions: 1 },
  { channels: 1, batch: 12_301, positions: 1 },
];

/** The shapes of a whole check where `few` are claimed: each of the sizes and each rank and axis at least once. */
export function fewShapes(claims: Claims): ShapeAndAxis[] {
  const places = placements(claims);
  const count = Math.max(fewExtents.length, places.length);
  return Array.from({ length: count }, (_, i) =>
    arranged(fewExtents[i % fewExtents.length], places[i % places.length]),
  );
}

const sizeIn = ({ shape, axis }: ShapeAndAxis): { channels: number; m: number } => {
  const { channels, perChannel: m } = layoutOf(shape, axis);
  return { channels, m };
};

/** The one of few shapes that comes closest to the sizes. */
function nearestShape(claims: Claims, { channels, batch, positions = 1 }: Extent): ShapeAndAxis {
  const far = (each: ShapeAndAxis): number => {
    const size = sizeIn(each);
    return Math.abs(Math.log(size.channels / channels)) + Math.abs(Math.log(size.m / (batch * positions)));
  };
  return fewShapes(claims).reduce((best, each) => (far(each) < far(best) ? each : best));
}

/** The shape of least rank with these sizes; where no axis is left for positions, they join the batch. */
export function shapeOf(claims: Claims, extent: Extent): ShapeAndAxis {
  return claims.shapes === 'few' ? nearestShape(claims, extent) : shapeInTurn(claims, extent, 0);
}

/** Ranks and axes that leave room for positions; where none does, the first, whose batch they join. */
export function placesFor(claims: Claims, extent: Extent): readonly Place[] {
  const all = placements(claims);
  const places = all.filter(({ rank }) => rank >= leastRank(extent));
  return places.length > 0 ? places : all.slice(0, 1);
}

/** The shape with these sizes at one of `placesFor`. */
export const shapeInTurn = (claims: Claims, extent: Extent, turn: number): ShapeAndAxis => {
  const places = placesFor(claims, extent);
  return arranged(extent, places[turn % places.length]);
};

/** Builds valid shapes instead of filtering: sizes are cut to what still fits. */
export function shapes(claims: Claims, constraints: ShapeConstraints = {}): fc.Arbitrary<ShapeAndAxis> {
  const { minPerChannel = 1, maxPerChannel = 60, maxElements = Infinity } = constraints;
  const { channels = [1, 2, 3, 5], sizes = [1, 2, 3, 4, 5, 7] } = constraints;
  if (claims.shapes === 'few') {
    const fitting = fewShapes(claims).filter((each) => {
      const size = sizeIn(each);
      const least = Math.min(...channels) <= size.channels && minPerChannel <= size.m;
      return least && size.channels <= Math.max(...channels) && size.m <= maxPerChannel;
    });
    return fc.constantFrom(...fitting);
  }
  const others = 7;
  return fc
    .record({
      at: fc.constantFrom(...placements(claims)),
      channels: fc.constantFrom(...channels),
      dims: fc.array(fc.constantFrom(...sizes), { minLength: others, maxLength: others }),
    })
    .map(({ at: { rank, axis }, channels, dims }) => {
      const rest: number[] = [];
      const most = Math.min(maxPerChannel, maxElements / channels);
      let m = 1;
      for (const size of dims.slice(0, rank - 1)) {
        rest.push(Math.max(1, Math.min(size, Math.floor(most / m))));
        m *= rest.at(-1) as number;
      }
      if (m < minPerChannel) rest[0] = Math.ceil((rest[0] * minPerChannel) / m);
      return { shape: rest.toSpliced(axis, 0, channels), axis };
    });
}
