/** Reasons why a target could not be used at all: the errors that end a run, each with its own exit code. */

/** The adapter could not be started: exit code 3. */
export class CouldNotStart extends Error {
  override readonly name = 'CouldNotStart';
}

/** The module does not exist or exports no implementation: a mistake in the command, exit code 2. */
export class NotAnImplementation extends Error {
  override readonly name = 'NotAnImplementation';
}

/** The adapter crashed or hung too often to go on: the run is incomplete, exit code 4. */
export class RestartBudgetSpent extends Error {
  override readonly name = 'RestartBudgetSpent';
}
