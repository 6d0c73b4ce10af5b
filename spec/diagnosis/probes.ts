/**
 * The diagnostic calls that distinguish mistakes: the `hard` distribution of data, on which no two known mistakes
 * behave alike.
 */
import fc from 'fast-check';
import { callOf, type Scenario, scenarioOf, scenarios, type ScenarioConstraints } from '../cases/scenario.ts';
import { type Extent, shapeOf } from '../cases/shape.ts';
import { channelVector, mapValues } from '../cases/scenario-variants.ts';
import type { Exchange } from '../check/trial/exchange.ts';
import type { Claims } from '../terms/contract.ts';
import { type Calls, type Operation, operations } from '../terms/operations.ts';

/** A call of one operation. */
export type Probe = { [O in Operation]: { readonly operation: O; readonly call: Calls[O] } }[Operation];

/** One fixed seed: two runs that fail alike are diagnosed alike. */
const seed = 20_150_211;

const families: readonly ScenarioConstraints[] = [
  { families: ['hard'], channels: [3], sizes: [4, 5], minPerChannel: 20, affine: 'both', epsilons: [0.3, 0.2] },
  { families: ['hard', 'ordinary'], channels: [2, 3], minPerChannel: 2, maxPerChannel: 12 },
  {
    families: ['small', 'constant', 'offset'],
    channels: [2],
    minPerChannel: 2,
    maxPerChannel: 8,
    epsilons: [1e-3, 1e-5],
  },
  // Where the factor m / (m - 1) is 2, and where an axis may get lost.
  { families: ['hard'], channels: [1, 2], minPerChannel: 2, maxPerChannel: 2 },
];

/**
 * Counterexamples shrink towards an x and a beta of 0, where all mistakes that omit a term look alike for a single
 * value.
 */
const singleValues: ScenarioConstraints = {
  families: ['hard'],
  channels: [2],
  minPerChannel: 1,
  maxPerChannel: 1,
  affine: 'both',
};

/** Sizes that do not fill a vector, a block or a group of channels, and one that does. */
const extents: readonly Extent[] = [
  { channels: 6, batch: 2, positions: 21 },
  { channels: 1, batch: 16, positions: 16 },
];

/** Most that counterexamples may add: calls, and values of x in them. */
const most = { calls: 40, values: 2 ** 13 } as const;

/** Too large to be put to every known mistake. */
export const isLarge = ({ call }: Pick<Probe, 'call'>): boolean => call.x.data.length > most.values;

/** Every offered operation on the same few scenarios, starting with the one that suits decoders best. */
export function fixedProbes(claims: Claims, offered: readonly Operation[]): Probe[] {
  const samples = families.flatMap((family) => fc.sample(scenarios(claims, family), { seed, numRuns: 3 }));
  const single =
    claims.singleValue === 'defined' ? fc.sample(scenarios(claims, singleValues), { seed, numRuns: 1 }) : [];
  const sized = extents.map((extent) => scenarioOf(claims, { ...shapeOf(claims, extent), family: 'hard' }));
  const every = [...samples, ...single, withSpecialVariances(samples[0]), withSmallGradients(samples[3]), ...sized];
  const probes = every.flatMap((s) =>
    operations.map((operation) => ({ operation, call: callOf[operation](s) }) as Probe),
  );
  return [...probes, ...withForeignStatistics(samples[0])].filter(({ operation }) => offered.includes(operation));
}

/**
 * The calls of counterexamples, the smallest counterexample first, then the fixed probes; and all of these once more,
 * to expose state between calls. Where every counterexample is large, the smallest of them follows, and the same with
 * other values.
 */
export function probesFor(
  claims: Claims,
  offered: readonly Operation[],
  counterexamples: readonly (readonly Exchange[])[],
): Probe[] {
  const sorted = counterexamples
    .map((exchanges) => exchanges.filter(({ operation }) => offered.includes(operation)))
    .filter(({ length }) => length > 0)
    .toSorted((a, b) => sizeOf(a) - sizeOf(b));
  const small = fewest(sorted.filter((exchanges) => !exchanges.some(isLarge)));
  const round = [...small, ...fixedProbes(claims, offered)];
  const large = small.length === 0 && sorted.length > 0 ? asProbes(sorted[0]) : [];
  return [...round, ...round, ...large, ...large.map((probe) => withHardValues(probe, claims))];
}

const asProbes = (exchanges: readonly Exchange[]): Probe[] =>
  exchanges.map(({ operation, call }) => ({ operation, call }) as Probe);

/** Where nearly all of x or dy is 0, mistakes that skip values look alike. */
function withHardValues({ operation, call }: Probe, claims: Claims): Probe {
  const { x, dy } = scenarioOf(claims, {
    shape: call.x.shape,
    axis: call.axis,
    dtype: call.x.dtype,
    family: 'hard',
  });
  return { operation, call: { ...call, x, ...('dy' in call && { dy }) } } as Probe;
}

/** Channels with a running variance that no data have. */
const withSpecialVariances = (s: Scenario): Scenario => ({
  ...s,
  runningVar: channelVector(s, (c) => [-1, NaN, Infinity][c % 3]),
});

/** Counterexamples shrink towards 0, where a mistake that loses small gradients looks like one that loses others. */
function withSmallGradients(s: Scenario): Scenario {
  return { ...s, dy: mapValues(s.dy, (value) => value * 2 ** -40) };
}

/** In all other probes, saved statistics are those of x. */
const withForeignStatistics = (s: Scenario): Probe[] =>
  (['savedMean', 'savedInvStd'] as const).map((name) => ({
    operation: 'savedBackward',
    call: callOf.savedBackward({ ...s, [name]: mapValues(s[name], (value) => 1 + 2 * value) }),
  }));

const sizeOf = (calls: readonly Pick<Probe, 'call'>[]): number =>
  calls.reduce((sum, { call }) => sum + call.x.data.length, 0);

/** @param sorted - the smallest first */
function fewest(sorted: readonly (readonly Exchange[])[]): Probe[] {
  const taken: Probe[] = [];
  for (const exchanges of sorted) {
    const tooMuch = taken.length + exchanges.length > most.calls || sizeOf(taken) + sizeOf(exchanges) > most.values;
    if (taken.length > 0 && tooMuch) break;
    taken.push(...asProbes(exchanges));
  }
  return taken;
}
