/**
 * The single definition of each operation (BN-1, BN-13): one record each, and everything derived from it. Code that
 * needs to know more of an operation than its name reads it here; `test/repo/operation-coverage.test.ts` names what an operation
 * still lacks elsewhere.
 */
import type {
  BackwardResult,
  InferBackward,
  InferForward,
  InferForwardResult,
  SavedBackward,
  TrainBackward,
  TrainForward,
  TrainForwardResult,
} from './contract.ts';
import type { FurtherCalls, FurtherResults } from './further-contract.ts';

/** `forward`: y from x. `backward`: the gradients of a loss by x, gamma and beta, from that by y. */
export type Pass = 'forward' | 'backward';

/**
 * Which mean and variance normalize x. `batch`: its own. `given-variance`: a given mean and variance, constants to any
 * gradient (inference). `given-inverse`: the batch's own, given as mean and inverse standard deviation.
 */
export type Statistics = 'batch' | 'given-variance' | 'given-inverse';

/**
 * Tensor whose element type an output has. `statistics`: that of the running statistics, else that of the sums (BN-13).
 */
export type TypeSource = 'x' | 'gamma' | 'runningMean' | 'runningVar' | 'statistics';

const table = {
  trainForward: {
    inputs: ['x', 'gamma', 'beta', 'runningMean', 'runningVar'],
    required: ['x'],
    outputs: ['y', 'mean', 'variance', 'invStd', 'runningMean', 'runningVar'],
    scalars: ['epsilon', 'momentum', 'axis'],
    pass: 'forward',
    statistics: 'batch',
    elementwise: ['x', 'y'],
    state: ['runningMean', 'runningVar'],
    types: {
      y: 'x',
      mean: 'statistics',
      variance: 'statistics',
      invStd: 'statistics',
      runningMean: 'runningMean',
      runningVar: 'runningVar',
    },
  },
  inferForward: {
    inputs: ['x', 'gamma', 'beta', 'mean', 'variance'],
    required: ['x', 'mean', 'variance'],
    outputs: ['y'],
    scalars: ['epsilon', 'axis'],
    pass: 'forward',
    statistics: 'given-variance',
    elementwise: ['x', 'y'],
    state: [],
    types: { y: 'x' },
  },
  trainBackward: {
    inputs: ['dy', 'x', 'gamma', 'beta'],
    required: ['dy', 'x'],
    outputs: ['dx', 'dgamma', 'dbeta'],
    scalars: ['epsilon', 'axis'],
    pass: 'backward',
    statistics: 'batch',
    elementwise: ['dy', 'x', 'dx'],
    state: [],
    types: { dx: 'x', dgamma: 'gamma', dbeta: 'gamma' },
  },
  inferBackward: {
    inputs: ['dy', 'x', 'gamma', 'beta', 'mean', 'variance'],
    required: ['dy', 'x', 'mean', 'variance'],
    outputs: ['dx', 'dgamma', 'dbeta'],
    scalars: ['epsilon', 'axis'],
    pass: 'backward',
    statistics: 'given-variance',
    elementwise: ['dy', 'x', 'dx'],
    state: [],
    types: { dx: 'x', dgamma: 'gamma', dbeta: 'gamma' },
  },
  savedBackward: {
    inputs: ['dy', 'x', 'gamma', 'mean', 'invStd'],
    required: ['dy', 'x', 'mean', 'invStd'],
    outputs: ['dx', 'dgamma', 'dbeta'],
    scalars: ['axis'],
    pass: 'backward',
    statistics: 'given-inverse',
    elementwise: ['dy', 'x', 'dx'],
    state: [],
    types: { dx: 'x', dgamma: 'gamma', dbeta: 'gamma' },
  },
} as const;

/** The table as written: for types derived from it. */
export type OperationTable = typeof table;

/** Name of an operation, as a method of an implementation. */
export type Operation = keyof OperationTable;

/** Name of an argument or a result that is a tensor. */
export type TensorName = OperationTable[Operation]['inputs' | 'outputs'][number];

export type ScalarName = OperationTable[Operation]['scalars'][number];

export interface Signature {
  /** In the order of the wire. */
  readonly inputs: readonly TensorName[];
  /** Inputs that must be given. */
  readonly required: readonly TensorName[];
  /** In the order of the wire. The first is always given; an implementation may leave out the others. */
  readonly outputs: readonly TensorName[];
  readonly scalars: readonly ScalarName[];
  readonly pass: Pass;
  readonly statistics: Statistics;
  /** Inputs and outputs with one value per element of x; all others have one value per channel. */
  readonly elementwise: readonly TensorName[];
  /** Inputs that are returned updated, under the same name. */
  readonly state: readonly TensorName[];
  /** Source of the type of each output. */
  readonly types: Readonly<Partial<Record<TensorName, TypeSource>>>;
}

export const signatures: Readonly<Record<Operation, Signature>> = table;

export const operations: readonly Operation[] = Object.keys(table) as Operation[];

/** The argument of each operation, the further ones included. */
export interface Calls extends FurtherCalls {
  trainForward: TrainForward;
  inferForward: InferForward;
  trainBackward: TrainBackward;
  inferBackward: InferBackward;
  savedBackward: SavedBackward;
}

/** The answer of each operation, likewise. */
export interface Results extends FurtherResults {
  trainForward: TrainForwardResult;
  inferForward: InferForwardResult;
  trainBackward: BackwardResult;
  inferBackward: BackwardResult;
  savedBackward: BackwardResult;
}

/** Operations of a pass, by name. */
export type OperationOf<P extends Pass> = {
  [O in Operation]: OperationTable[O]['pass'] extends P ? O : never;
}[Operation];

export const isOf = <P extends Pass>(pass: P, operation: Operation): operation is OperationOf<P> =>
  signatures[operation].pass === pass;

export const operationsOf = <P extends Pass>(pass: P): readonly OperationOf<P>[] =>
  operations.filter((operation): operation is OperationOf<P> => isOf(pass, operation));

/** Operations whose record has a property. */
export const operationsWhere = (has: (signature: Signature) => boolean): readonly Operation[] =>
  operations.filter((operation) => has(signatures[operation]));

/** x is normalized by its own statistics, computed in the call. */
export const isTraining = (operation: Operation): boolean => signatures[operation].statistics === 'batch';

/** x is normalized by statistics of other batches. */
export const isInference = (operation: Operation): boolean => signatures[operation].statistics === 'given-variance';

/** Statistics are given as mean and inverse standard deviation. */
export const hasSavedStatistics = (operation: Operation): boolean =>
  signatures[operation].statistics === 'given-inverse';

/** The gradient by x also runs through the statistics: each dx of a channel depends on every dy and x of it. */
export const throughStatistics = (operation: Operation): boolean =>
  isOf('backward', operation) && !isInference(operation);

/** Whether it has one value per element of x, rather than one per channel. */
export const isElementwise = (operation: Operation, name: TensorName): boolean =>
  signatures[operation].elementwise.includes(name);

/** Whether each value of the output depends on its own element alone, and on no sum. */
export const isPointwise = (operation: Operation, output: TensorName): boolean =>
  isElementwise(operation, output) && isInference(operation);

/** Whether the operation updates this running statistic. */
export const isState = (operation: Operation, name: TensorName): boolean => signatures[operation].state.includes(name);

const statisticsOwners = ['runningMean', 'runningVar'] as const;

/** Arguments that an output belongs to: without them it may be left out (BN-13.10). Statistics take their type from old ones. */
const owners: Readonly<Partial<Record<TensorName, readonly TensorName[]>>> = {
  dgamma: ['gamma'],
  dbeta: ['beta'],
  runningMean: statisticsOwners,
  runningVar: statisticsOwners,
  mean: statisticsOwners,
  variance: statisticsOwners,
  invStd: statisticsOwners,
};

export const ownersOf = (output: TensorName): readonly TensorName[] => owners[output] ?? [];

/** Outputs with one value per element of x: y or dx, whatever the operation calls it. */
export type ElementwiseOutput = {
  [O in Operation]: Extract<OperationTable[O]['outputs'][number], OperationTable[O]['elementwise'][number]>;
}[Operation];

export const isElementwiseOutput = (name: string): name is ElementwiseOutput =>
  operations.some((operation) => {
    const { outputs, elementwise: whole } = signatures[operation];
    return outputs.some((output) => output === name && whole.includes(output));
  });

/** Tensors with one value per element of x, whatever the operation; every other one has one value per channel. */
export const elementwise: ReadonlySet<TensorName> = new Set(
  Object.values(signatures).flatMap((signature) => signature.elementwise),
);

const written = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

// Each call over the wire asks for a dozen of these.
const known: ReadonlyMap<string, string> = new Map(
  [
    ...operations,
    ...Object.values(signatures).flatMap(({ inputs, outputs, scalars }) => [...inputs, ...outputs, ...scalars]),
  ].map((name) => [name, written(name)]),
);

/** `runningMean` → `running_mean`: names on the wire and in files. */
export const snakeCase = (name: string): string => known.get(name) ?? written(name);

/** `running_mean` → `runningMean`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
