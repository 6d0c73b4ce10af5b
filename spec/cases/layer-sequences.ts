/**
 * Sequences of calls of one to three layers: fast-check's commands, as descriptors from which the tensors are made when a
 * command is carried out. Most numbers are small multiples of 1/4, exact in every type and easy to follow.
 */
import fc from 'fast-check';
import type { Claims, LayerConfig, LayerState, Tensor } from '../terms/contract.ts';
import { layerClaimsOf } from '../terms/layer-commands.ts';
import { layoutOf } from '../terms/layout.ts';
import { tensor } from '../terms/tensor.ts';
import { parameterTypes } from '../terms/within-claims.ts';
import { epsilonFor, momentumFor } from './epsilon-and-momentum.ts';
import { randomOf } from './random.ts';
import { visibleEpsilons, visibleMomenta } from './scenario.ts';
import { placements } from './shape.ts';

export type Mode = 'train' | 'eval';

/** A layer as a sequence begins with it. */
export interface LayerSetup {
  readonly config: LayerConfig;
  readonly mode: Mode;
  /** Seed of the state that it loads before all else. Absent: it begins as it is made. */
  readonly loads?: number;
  /** Forwards in its mode before all else, between which nothing is read. Default: none. */
  readonly run?: number;
}

/** One command. A layer is named by a number, of which the rest modulo the number of layers counts. */
export type Action =
  | { readonly do: Mode | 'state' | 'close'; readonly layer: number }
  | { readonly do: 'forward'; readonly layer: number; readonly batch: number; readonly seed: number }
  | { readonly do: 'backward' | 'load' | 'badForward' | 'badLoad'; readonly layer: number; readonly seed: number }
  /** Loads the state of another layer, where both have the same entries. */
  | { readonly do: 'transfer'; readonly layer: number; readonly to: number }
  | { readonly do: 'copy'; readonly layer: number };

export type ActionName = Action['do'];

/** Carries out actions. */
export interface World {
  /** Whether the action is possible and valid by now. */
  admits(action: Action): boolean;
  carryOut(action: Action): Promise<void>;
}

/** An action as a command of fast-check's model-based runner. */
export class Command implements fc.AsyncCommand<World, undefined> {
  readonly action: Action;

  constructor(action: Action) {
    this.action = action;
  }

  check(world: Readonly<World>): boolean {
    return world.admits(this.action);
  }

  run(world: World): Promise<void> {
    return world.carryOut(this.action);
  }

  toString(): string {
    return this.action.do;
  }
}

/** A sequence: the layers, and what is done with them. */
export interface LayerCase {
  readonly layers: readonly LayerSetup[];
  /** Further layers, each with a state of its own, that nothing is done with. */
  readonly bystanders: number;
  readonly commands: Iterable<fc.AsyncCommand<World, undefined>>;
}

export interface SequenceConstraints {
  /** Actions to choose from, each with its weight. */
  readonly actions: Readonly<Partial<Record<ActionName, number>>>;
  /** Least and most layers. Default: one. */
  readonly layers?: readonly number[];
  /** Default: any that is claimed. */
  readonly momentum?: 'number' | 'null';
  /** Default: with running statistics. */
  readonly statistics?: 'kept' | 'none';
  /** Default: any that is claimed. */
  readonly affine?: 'with';
  /** Modes that layers begin in, simplest first. Default: both. */
  readonly modes?: readonly Mode[];
  /** Whether layers may begin with a loaded state. Default: true. */
  readonly loads?: boolean;
  /** Whether all layers have the same configuration. */
  readonly alike?: boolean;
  /** Whether x is one of a few, so that most come again. */
  readonly fewData?: boolean;
  /** Lengths of a run before all else, of which one is taken, see LayerSetup. Default: none. */
  readonly runs?: readonly number[];
  /** Numbers of bystanders, of which one is taken. Default: none. */
  readonly bystanders?: readonly number[];
  /** Whether forwards in evaluation may have one value per channel. Default: true. */
  readonly single?: boolean;
}

/** @returns undefined where the claims allow no such layer */
export function layerCases(
  claims: Claims,
  constraints: SequenceConstraints,
  replayPath?: string,
): fc.Arbitrary<LayerCase> | undefined {
  const config = configs(claims, constraints);
  if (config === undefined) return undefined;
  const { layers = [1], modes = ['train', 'eval'], loads = true, alike = false } = constraints;
  const { runs = [0], bystanders = [0] } = constraints;
  const setup = (given: fc.Arbitrary<LayerConfig>): fc.Arbitrary<LayerSetup> =>
    fc
      .record({
        config: given,
        mode: fc.constantFrom(...modes),
        loads: loads ? fc.option(seeds, { nil: undefined, freq: 1 }) : fc.constant(undefined),
        run: fc.constantFrom(...runs),
      })
      .map(({ loads: seed, ...rest }) => ({ ...rest, ...(seed !== undefined && { loads: seed }) }));
  const [least, most] = [Math.min(...layers), Math.max(...layers)];
  const several = (given: fc.Arbitrary<LayerSetup>): fc.Arbitrary<LayerSetup[]> =>
    fc.array(given, { minLength: least, maxLength: most, size: 'max' });
  const setups = alike ? config.chain((one) => several(setup(fc.constant(one)))) : several(setup(config));
  const commands = fc.commands<World, undefined, false>(
    actionsOf(constraints).map((action) => action.map((each) => new Command(each))),
    { maxCommands: mostCommands, size: 'max', ...(replayPath !== undefined && { replayPath }) },
  );
  return fc.record({ layers: setups, bystanders: fc.constantFrom(...bystanders), commands });
}

const mostCommands = 14;

const seeds = fc.noShrink(fc.nat({ max: 2 ** 20 }));

/** Some come again: an answer that is cached by its x is then asked for once more. */
const seedsOfData = fc.oneof({ arbitrary: seeds, weight: 2 }, fc.constantFrom(1, 2));

/** Few, so that a sequence is easy to follow, and now and then more than a vector or a block has. */
const channelCounts = [1, 2, 3, 1, 2, 3, 1, 2, 3, 9, 35] as const;

/** Where each shape costs a compilation. */
const fewChannelCounts = [1, 2, 3] as const;

/** Momenta that a test for presence takes for none, and that leave nothing of one of the values. */
const extremeMomenta = [0, 1, 0] as const;

/** Small ones, as those of most networks. */
const smallEpsilons = [1e-5, 1e-6] as const;

function configs(claims: Claims, constraints: SequenceConstraints): fc.Arbitrary<LayerConfig> | undefined {
  const { momentumNull, withoutStatistics } = layerClaimsOf(claims);
  const { momentum, statistics = 'kept', affine } = constraints;
  if (momentum === 'null' && momentumNull === 'rejected') return undefined;
  if (statistics === 'none' && withoutStatistics === 'rejected') return undefined;
  if (affine === 'with' && claims.affine === 'none') return undefined;
  const types = claims.dtypes.flatMap((dtype) =>
    parameterTypes(dtype, claims).map((parameterDtype) => ({ dtype, parameterDtype })),
  );
  const epsilons = claims.epsilons ?? [...visibleEpsilons, ...smallEpsilons];
  const momenta = claims.momenta ?? [...visibleMomenta, ...extremeMomenta];
  const numbers = fc.constantFrom<(number | null)[]>(...momenta);
  const nulls = fc.constant(null);
  const anyMomentum = momentumNull === 'cumulative' ? fc.oneof({ arbitrary: numbers, weight: 3 }, nulls) : numbers;
  const always = affine === 'with' || claims.affine === 'required';
  return fc
    .record({
      channels: fc.constantFrom(...(claims.shapes === 'few' ? fewChannelCounts : channelCounts)),
      place: fc.constantFrom(...placements(claims)),
      types: fc.constantFrom(...types),
      epsilon: fc.constantFrom(...epsilons),
      momentum: momentum === 'null' ? nulls : momentum === 'number' ? numbers : anyMomentum,
      affine: claims.affine === 'none' ? fc.constant(false) : always ? fc.constant(true) : fc.boolean(),
    })
    .map(({ channels, place, types: { dtype, parameterDtype }, epsilon, momentum: alpha, affine: both }) => ({
      channels,
      ...place,
      dtype,
      parameterDtype,
      epsilon: epsilonFor(dtype, epsilon, claims),
      momentum: alpha === null ? null : momentumFor(dtype, alpha, claims),
      affine: both,
      trackRunningStats: statistics === 'kept',
    }));
}

/** fast-check draws each of these with equal chances, so that a weight is a number of repetitions. */
function actionsOf({ actions, single = true, fewData = false }: SequenceConstraints): fc.Arbitrary<Action>[] {
  const layer = fc.nat({ max: 5 });
  const batch = fewData ? fc.constant(2) : single ? fc.constantFrom(2, 3, 1, 5) : fc.constantFrom(2, 3, 5);
  const of: Readonly<Record<ActionName, fc.Arbitrary<Action>>> = {
    train: fc.record({ do: fc.constant('train' as const), layer }),
    eval: fc.record({ do: fc.constant('eval' as const), layer }),
    state: fc.record({ do: fc.constant('state' as const), layer }),
    forward: fc.record({
      do: fc.constant('forward' as const),
      layer,
      batch,
      seed: fewData ? fc.constantFrom(1, 2) : seedsOfData,
    }),
    backward: fc.record({ do: fc.constant('backward' as const), layer, seed: seeds }),
    load: fc.record({ do: fc.constant('load' as const), layer, seed: seeds }),
    badForward: fc.record({ do: fc.constant('badForward' as const), layer, seed: seeds }),
    badLoad: fc.record({ do: fc.constant('badLoad' as const), layer, seed: seeds }),
    transfer: fc.record({ do: fc.constant('transfer' as const), layer, to: fc.nat({ max: 5 }) }),
    copy: fc.record({ do: fc.constant('copy' as const), layer }),
    close: fc.record({ do: fc.constant('close' as const), layer }),
  };
  return Object.entries(actions).flatMap(([name, weight]) =>
    Array.from({ length: weight }, () => of[name as ActionName]),
  );
}

/** Data that a layer takes: x, or dy for the latest x. */
export function dataOf({ dtype }: LayerConfig, shape: readonly number[], axis: number, seed: number): Tensor {
  const random = randomOf(seed);
  const { channels, perChannel, inner } = layoutOf(shape, axis);
  const values = Array.from({ length: channels * perChannel }, (_, i) => {
    const c = Math.floor(i / inner) % channels;
    return Math.round(6 * random.normal()) / 4 + [0.5, 3, -2][c % 3];
  });
  // Equal values would hide every mistake about statistics.
  values[0] += 0.75;
  return tensor(dtype, shape, values);
}

/** With `batch` values per channel; where there is an axis for positions, two of them for each sample. */
export function shapeFor({ rank, axis, channels }: LayerConfig, batch: number, more = 0): number[] {
  const rest = Array.from<number>({ length: rank - 1 }).fill(1);
  rest[0] = batch;
  if (rank > 2 && batch > 1) rest[rank - 2] = 2;
  return rest.toSpliced(axis, 0, channels + more);
}

/** Among them 0, which is taken for none, and what a byte, two, and a float32 count no further than. */
const loadedCounts = [3, 1, 7, 12, 0, 2 ** 8 - 1, 2 ** 16 - 1, 2 ** 24] as const;

/** A state of the layer's own entries and types, unlike that of a new layer. */
export function stateOf(config: LayerConfig, seed: number, counts: boolean, more = 0): LayerState {
  const { channels, parameterDtype, affine, trackRunningStats } = config;
  const random = randomOf(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random.uniform() * values.length)];
  const vector = (make: () => number): Tensor =>
    tensor(parameterDtype, [channels + more], Array.from({ length: channels + more }, make));
  return {
    ...(affine && {
      gamma: vector(() => pick([1.5, -0.5, 2, -1.25, 0.75, 0, 1 / 3])),
      beta: vector(() => pick([0.5, -3, 1.75, -1, 0, -0, 1 / 7])),
    }),
    ...(trackRunningStats && {
      runningMean: vector(() => pick([2, -5, 1.25, 0.5, -0.75, 0, 1 / 3])),
      runningVar: vector(() => pick([3, 0.25, 8, 1.5, 5, 0, 1 / 64, 1 / 3])),
      ...(counts && { count: pick(loadedCounts) }),
    }),
  };
}
