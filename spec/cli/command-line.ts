/** What every command is given: the wiring, the words after `--`, and a way to say how it ended. */
import type { ExitCode } from '../terms/exit-codes.ts';
import type { Wiring } from './wiring.ts';

/** Makes an action of a command's work, and keeps how it ended: nothing is success. */
export type Act = <Words extends unknown[]>(
  work: (...words: Words) => Promise<ExitCode | void>,
) => (...words: Words) => Promise<void>;

export interface CommandLine {
  readonly wiring: Wiring;
  /** The adapter's own command line, after `--`. */
  readonly adapter: readonly string[] | undefined;
  readonly act: Act;
}
