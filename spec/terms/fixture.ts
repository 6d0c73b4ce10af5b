/** Recorded calls with certified answers (fixtures/), as `bnspec check --fixtures` is handed them. */
import type { Conventions, Tensor } from './contract.ts';
import type { Calls, Operation, TensorName } from './operations.ts';

/** The certified value of each element, and how far from it an honest result may lie. */
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

export type FixtureAnswers = Readonly<Partial<Record<TensorName, FixtureAnswer>>>;

/** One member per operation, so that testing `operation` tells the type of `call`. */
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
    /** u: unit roundoff of the type in which sums are supposed to be carried. */
    readonly unitRoundoff: number;
    readonly answers: FixtureAnswers;
  };
}[Operation];

export interface FixtureSet {
  readonly version: string;
  /** In the order in which they are meant to run. */
  readonly fixtures: readonly Fixture[];
}

/** What the command line can do with fixtures; errors of any of these say in one line what is wrong. */
export interface FixtureTools {
  /** The committed cases. */
  readonly golden: () => FixtureSet;
  readonly generate: (options: {
    readonly tier: 'golden' | 'extended';
    readonly seed: number;
    /** Default for the golden tier: where the committed files are. */
    readonly out: string | undefined;
    readonly onProgress: (name: string) => void;
  }) => Promise<FixtureWork>;
  /** @returns problems, one line each; none where all is well */
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

export type ExportFormat = 'npz' | 'onnx' | 'raw';

export interface FixtureWork {
  readonly folder: string;
  readonly cases: number;
  /** Certified values. */
  readonly outputs: number;
  readonly files: number;
  readonly bytes: number;
}
