/** The two refusals of the contract, for implementations written in TypeScript. Only the `name` counts. */

/** Throw it to refuse an argument: the expected answer to invalid input. */
export class Rejected extends Error {
  override readonly name = 'Rejected';
}

/** Throw it to say that a type, rank or operation is not offered. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}
