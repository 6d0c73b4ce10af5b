/** Sizes that reveal mistakes of indexing: all different, all equal, and around every power of two. */
import type { DyFamily, Family } from '../cases/family.ts';
import { type Scenario, type ScenarioConstraints, scenarioOf } from '../cases/scenario.ts';
import { balancedOrder } from '../cases/balanced-order.ts';
import { seedFor } from '../cases/random.ts';
import { type Extent, fewShapes, placesFor, shapeInTurn, shapeOf } from '../cases/shape.ts';
import type { Claims } from '../terms/contract.ts';

/** Any two axes swapped change the shape. */
export const distinctPrimes: ScenarioConstraints = { channels: [2, 3, 5], sizes: [2, 3, 5, 7], maxPerChannel: 105 };

/** A vector broadcast along the wrong axis still fits. */
export const equalSizes: ScenarioConstraints = { channels: [2, 3], sizes: [2, 3], maxPerChannel: 81, minPerChannel: 2 };

/** As many samples as channels, and nothing else: a vector along the samples fits, too. All its entries differ. */
export const squares = (claims: Claims): readonly Scenario[] =>
  [2, 3].map((size) => scenarioOf(claims, shapeOf(claims, { channels: size, batch: size })));

const around = [4, 8, 16, 32, 64, 128, 256, 512, 1024].flatMap((power) => [power - 1, power, power + 1]);

/** Vector tails, thread counts and block limits all show at some of these. */
export const everySize: ScenarioConstraints = {
  channels: [1, 2, ...around.filter((size) => size < 150)],
  sizes: [1, 2, ...around],
  maxPerChannel: 1100,
  maxElements: 4_000,
};

const upTo17 = Array.from({ length: 14 }, (_, k) => k + 3);
const blocks = [2048, 4096];
const sizesInOrder = [...new Set([...upTo17, ...around, ...blocks])].toSorted((a, b) => a - b);

type ForClaims = (claims: Claims) => readonly Sized[];

/** Large scenarios take long to make, and several clauses use the same ones: they are never written to. */
function onceFor(make: ForClaims): ForClaims {
  const made = new WeakMap<Claims, readonly Sized[]>();
  return (claims) => {
    const sized = made.get(claims) ?? make(claims);
    made.set(claims, sized);
    return sized;
  };
}

/** Where a size stands. */
const extentsOf: readonly ((size: number) => Extent)[] = [
  (size) => ({ channels: size, batch: 2 }),
  (size) => ({ channels: 2, batch: size }),
  (size) => ({ channels: 2, batch: 1, positions: size }),
];

/** Sizes up to each of these are alike to a kernel: in one vector, one small block, one large block, beyond. */
const bands = [17, 255, 1023, Infinity];

/**
 * Each of these sizes as the number of channels, of samples and of positions, whatever the seed. Ranks, axes, types and the
 * given tensors vary apart from sizes: in each band each of them comes.
 */
export const eachSize: ForClaims = onceFor((claims) => {
  if (claims.shapes === 'few')
    return fewSizes(claims).filter(({ s, channels }) => elementsOf(s, channels) <= mostAtOnce);
  return bands.flatMap((most, band) => {
    const sizes = sizesInOrder.filter((size) => size <= most && size > (bands[band - 1] ?? 0));
    const kinds = extentsOf.map((extentOf, kind) => scenariosOf(claims, sizes.map(extentOf), 3 * band + kind));
    return sizes.flatMap((_, i) => kinds.map((scenarios) => scenarios[i]));
  });
});

function scenariosOf(claims: Claims, extents: readonly Extent[], seed: number): Sized[] {
  const dealt = (count: number, name: string): number[] => balancedOrder(count, extents.length, seedFor(seed, name));
  const givens = givensOf(claims);
  const given = dealt(givens.length, 'given');
  const type = dealt(claims.dtypes.length, 'type');
  const place = dealt(placesFor(claims, extents[0]).length, 'place');
  return extents.map(({ channels, ...rest }, i) => {
    const shape = shapeInTurn(claims, { ...rest, channels: Math.min(channels, distinctChannels) }, place[i]);
    const dtype = claims.dtypes[type[i]];
    return { s: scenarioOf(claims, { ...shape, ...givens[given[i]], dtype, seed: seedFor(seed, `${i}`) }), channels };
  });
}

/** Which of gamma and beta calls may have: both first, then none, then one alone. */
function givensOf({ affine }: Claims): readonly { readonly withGamma: boolean; readonly withBeta: boolean }[] {
  const both = { withGamma: true, withBeta: true };
  const none = { withGamma: false, withBeta: false };
  const alone = [
    { withGamma: true, withBeta: false },
    { withGamma: false, withBeta: true },
  ];
  if (affine === 'each') return [both, none, ...alone];
  return affine === 'together' ? [both, none] : [both];
}

/** Most elements of a call that is one of many. */
const mostAtOnce = 4000;

const elementsOf = ({ x, axis }: Scenario, channels: number): number => (x.data.length / x.shape[axis]) * channels;

/** Each of few shapes. */
const fewSizes = (claims: Claims): Sized[] =>
  fewShapes(claims).map(({ shape, axis }, seed) => {
    const channels = shape[axis];
    const distinct = shape.with(axis, Math.min(channels, distinctChannels));
    return { s: scenarioOf(claims, { shape: distinct, axis, seed }), channels };
  });

/** A scenario with its number of channels. */
export const asItIs = (s: Scenario): Sized => ({ s, channels: s.x.shape[s.axis] });

interface ManyValues {
  readonly extent: Extent;
  readonly types: 'all' | 'first';
  readonly filled?: { readonly family: Family; readonly dyFamily?: DyFamily };
}

/**
 * Counts that float16 and bfloat16 cannot represent; then counts half as large again as a workspace or a 16-bit counter
 * can handle: the bound of a sum grows with m, and a few omitted values would hide in it. Products of two such counts,
 * and sums of squares of bytes, are beyond 32 bits.
 */
const manyValues: readonly ManyValues[] = [
  { extent: { channels: 1, batch: 259 }, types: 'all' },
  { extent: { channels: 1, batch: 2051 }, types: 'all' },
  { extent: { channels: 1, batch: 12_301 }, types: 'first' },
  { extent: { channels: 1, batch: 1, positions: 12_301 }, types: 'first' },
  { extent: { channels: 1, batch: 12_301 }, types: 'first', filled: { family: 'last', dyFamily: 'last' } },
  { extent: { channels: 1, batch: 12_301 }, types: 'first', filled: { family: 'outlier', dyFamily: 'one-hot' } },
  { extent: { channels: 2, batch: 3, positions: 1401 }, types: 'first' },
  { extent: { channels: 3, batch: 2, positions: 11_003 }, types: 'first' },
  { extent: { channels: 1, batch: 98_317 }, types: 'first', filled: { family: 'bytes' } },
  { extent: { channels: 1, batch: 98_317 }, types: 'first', filled: { family: 'rising' } },
  {
    extent: { channels: 1, batch: 1, positions: 98_317 },
    types: 'first',
    filled: { family: 'rising' },
  },
];

/** Beyond a table of constants, beyond a grid of 65535 blocks, and beyond 2¹⁸ values in all. */
const manyChannels: readonly Extent[] = [
  { channels: 2051, batch: 2 },
  { channels: 8209, batch: 2 },
  { channels: 65_539, batch: 2 },
  { channels: 1051, batch: 251 },
];

/** A scenario, and the number of channels of a call on it: its own, or more, which repeat its values. */
export interface Sized {
  readonly s: Scenario;
  readonly channels: number;
}

export const largeSizes: ForClaims = onceFor((claims) => {
  if (claims.shapes === 'few')
    return fewSizes(claims).filter(({ s, channels }) => elementsOf(s, channels) > mostAtOnce);
  const givens = givensOf(claims);
  const long = manyValues.flatMap(({ extent, types, filled }, i) =>
    (types === 'all' ? claims.dtypes : claims.dtypes.slice(0, 1)).map((dtype, seed) => ({
      s: scenarioOf(claims, { ...shapeOf(claims, extent), ...filled, ...givens[i % givens.length], dtype, seed }),
      channels: extent.channels,
    })),
  );
  // Calls without gamma and beta may go another way, with limits of their own.
  const wide = manyChannels.flatMap(({ channels, ...rest }, seed) =>
    givens.slice(0, 2).map((given) => ({
      s: scenarioOf(claims, { ...shapeOf(claims, { ...rest, channels: distinctChannels }), ...given, seed }),
      channels,
    })),
  );
  return [...long, ...wide];
});

/** Divides no power of two and no limit above, so that no block of channels looks like the one before. */
const distinctChannels = 7;
