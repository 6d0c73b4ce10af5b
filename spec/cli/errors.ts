/** Errors before or beside a run: one line on stderr, and the exit code. */
import { CommanderError } from 'commander';
import { type ExitCode, exitCodes } from '../terms/exit-codes.ts';
import { isA } from '../wire/thrown-value.ts';
import { show } from '../wire/wire-error.ts';
import { complain, complainAtLength } from './print-safely.ts';
import { CouldNotStart, NotAnImplementation } from '../wire/start-error.ts';
import { NotWritten } from './standard-streams.ts';
import { NotDeterministic } from './units/not-deterministic.ts';

/** A mistake in the command line: one clear line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reports problems with a folder or a file of fixtures on one line, like a mistake in the command line. */
export async function inOneLine<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'Damaged') throw new UsageError(error.message);
    throw error;
  }
}

/** Reports the error and returns the exit code. Data goes to stdout; this does not. */
export function explainError(error: unknown): ExitCode {
  if (error instanceof CommanderError) {
    // Help and version are not errors; commander has printed them.
    if (error.exitCode === 0) return exitCodes.success;
    complain(error.message.replace(/^error: /, '').replaceAll('\n', ' '));
    return exitCodes.usage;
  }
  if (error instanceof UsageError || error instanceof NotAnImplementation) {
    complain(error.message);
    return exitCodes.usage;
  }
  if (error instanceof CouldNotStart) {
    complain(error.message);
    return exitCodes.couldNotStart;
  }
  if (error instanceof NotWritten || error instanceof NotDeterministic || isOfTheSystem(error)) {
    complain((error as Error).message);
    return exitCodes.incomplete;
  }
  complainAtLength(isA(error, Error) ? (error.stack ?? error.message) : show(error));
  return exitCodes.incomplete;
}

/** A full disk, a folder that is gone: the message says what and where, and no line of ours explains it. */
const isOfTheSystem = (error: unknown): boolean => isA(error, Error) && 'syscall' in error && 'errno' in error;
