/** Recorded calls with certified answers (fixtures/), as `bnspec check --fixtures` receives them. */
import type { Conventions, Tensor } from './contract.ts';
import type { Calls, Operation, TensorName } from './operations.ts';

/** The certified value of each element, and the largest distance of a correct implementation's result. */
export interface FixtureAnswer {
  /** Correctly rounded to the type of the output. */
  readonly value: Tensor;
  /**
   * By flat index, of the shape of the value: |result - value| ≤ K·u·condition. 0: this value and no other. Infinity: any
   * value passes. Where the value is NaN or infinite, so must be the result, unless the condition is Infinity.
   */
  readonly condition: Tensor;
  readonly K: number;
}

/** Answers by the name of their output. */
export type FixtureAnswers = Readonly<Partial<Record<TensorName, FixtureAnswer>>>;

/** One member per operation, so that testing `operation` narrows the type of `call`. */
export type Fixture = {
  [O in Operation]: {
    /** `train_forward/basic-pair`: never used for another case. */
    readonly id: string;
    readonly note: string;
    /** Mistakes that the case hunts, by the names that the index explains. */
    readonly flags: readonly string[];
    readonly operation: O;
    readonly call: Calls[O];
    readonly conventions: Conventions;
    /** u: unit roundoff of the type in which sums are assumed to be accumulated. */
    readonly unitRoundoff: number;
    readonly answers: FixtureAnswers;
  };
}[Operation];

/** A set of cases and its version. */
export interface FixtureSet {
  readonly version: string;
  /** In the intended order of execution. */
  readonly fixtures: readonly Fixture[];
}

/** Fixture tools of the command line; errors of any of these give the reason on one line. */
export interface FixtureTools {
  /** The committed cases. */
  readonly golden: () => FixtureSet;
  readonly generate: (options: {
    readonly tier: 'golden' | 'extended';
    readonly seed: number;
    /** Default for the golden tier: the folder of the committed files. */
    readonly out: string | undefined;
    readonly onProgress: (name: string) => void;
  }) => Promise<FixtureWork>;
  /** @returns problems, one line each; empty where there are none */
  readonly verify: (options: {
    readonly folder: string | undefined;
    readonly onProgress: (name: string) => void;
  }) => FixtureWork & { readonly problems: readonly string[] };
  readonly export: (options: {
    readonly format: ExportFormat;
    readonly folder: string | undefined;
    readonly out: string;
    readonly onProgress: (name: string) => void;
  }) => FixtureWork;
}

export type ExportFormat = 'npz' | 'onnx' | 'raw' | 'archive' | 'stablehlo' | 'webnn';

export interface FixtureWork {
  readonly folder: string;
  readonly cases: number;
  /** Number of certified values. */
  readonly outputs: number;
  readonly files: number;
  readonly bytes: number;
}
