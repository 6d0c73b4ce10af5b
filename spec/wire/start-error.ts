/** Reasons why a target could not be used at all: the errors that end a run, each with its own exit code. */

/** The adapter could not be started: exit code 3. */
export class CouldNotStart extends Error {
  override readonly name = 'CouldNotStart';
  /** Whether not one step of the program ran: the system made no process of it. */
  readonly neverRan: boolean;

  constructor(message: string, neverRan = false) {
    super(message);
    this.neverRan = neverRan;
  }
}

/** The module does not exist or exports no implementation: a mistake in the command, exit code 2. */
export class NotAnImplementation extends Error {
  override readonly name = 'NotAnImplementation';
}

/** The adapter crashed or hung too often, or the system starts no process any more: the run is incomplete, exit code 4. */
export class CannotGoOn extends Error {
  override readonly name = 'CannotGoOn';
}
