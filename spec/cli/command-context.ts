/** Common input of every command: the wiring, the words after `--`, and a way to report the exit code. */
import type { ExitCode } from '../terms/exit-codes.ts';
import type { Wiring } from './wiring-interface.ts';

/** Turns the work of a command into an action and stores its exit code: no result means success. */
export type Act = <Words extends unknown[]>(
  work: (...words: Words) => Promise<ExitCode | void>,
) => (...words: Words) => Promise<void>;

export interface CommandLine {
  readonly wiring: Wiring;
  /** The adapter's own command line, after `--`. */
  readonly adapter: readonly string[] | undefined;
  readonly act: Act;
}
