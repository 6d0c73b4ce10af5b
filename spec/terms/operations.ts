/** The five operations by name, with their input and output tensors, in the order of the wire (BN-13). */
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

export type Operation = 'trainForward' | 'inferForward' | 'trainBackward' | 'inferBackward' | 'savedBackward';

export interface Calls {
  trainForward: TrainForward;
  inferForward: InferForward;
  trainBackward: TrainBackward;
  inferBackward: InferBackward;
  savedBackward: SavedBackward;
}

export interface Results {
  trainForward: TrainForwardResult;
  inferForward: InferForwardResult;
  trainBackward: BackwardResult;
  inferBackward: BackwardResult;
  savedBackward: BackwardResult;
}

export type TensorName =
  | 'x'
  | 'dy'
  | 'gamma'
  | 'beta'
  | 'mean'
  | 'variance'
  | 'invStd'
  | 'runningMean'
  | 'runningVar'
  | 'y'
  | 'dx'
  | 'dgamma'
  | 'dbeta';

interface Signature {
  readonly inputs: readonly TensorName[];
  readonly required: readonly TensorName[];
  readonly outputs: readonly TensorName[];
  readonly scalars: readonly ('epsilon' | 'momentum' | 'axis')[];
}

const gradients = ['dx', 'dgamma', 'dbeta'] as const;

export const signatures: Readonly<Record<Operation, Signature>> = {
  trainForward: {
    inputs: ['x', 'gamma', 'beta', 'runningMean', 'runningVar'],
    required: ['x'],
    outputs: ['y', 'mean', 'variance', 'invStd', 'runningMean', 'runningVar'],
    scalars: ['epsilon', 'momentum', 'axis'],
  },
  inferForward: {
    inputs: ['x', 'gamma', 'beta', 'mean', 'variance'],
    required: ['x', 'mean', 'variance'],
    outputs: ['y'],
    scalars: ['epsilon', 'axis'],
  },
  trainBackward: {
    inputs: ['dy', 'x', 'gamma', 'beta'],
    required: ['dy', 'x'],
    outputs: gradients,
    scalars: ['epsilon', 'axis'],
  },
  inferBackward: {
    inputs: ['dy', 'x', 'gamma', 'beta', 'mean', 'variance'],
    required: ['dy', 'x', 'mean', 'variance'],
    outputs: gradients,
    scalars: ['epsilon', 'axis'],
  },
  savedBackward: {
    inputs: ['dy', 'x', 'gamma', 'mean', 'invStd'],
    required: ['dy', 'x', 'mean', 'invStd'],
    outputs: gradients,
    scalars: ['axis'],
  },
};

export const operations: readonly Operation[] = Object.keys(signatures) as Operation[];

/** Outputs with one value per element of x; every other output has one value per channel. */
export const elementwise: ReadonlySet<TensorName> = new Set<TensorName>(['x', 'dy', 'y', 'dx']);

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
