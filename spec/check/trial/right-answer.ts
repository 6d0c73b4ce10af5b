/** The correct answer to a call that may have none. */
import type { Calls } from '../../terms/operations.ts';
import type { Conventions } from '../../terms/contract.ts';
import { Rejected } from '../../terms/refusals.ts';
import type { AnyOperation } from '../../terms/further-operations.ts';
import type { Reference, Truth } from '../../terms/truth.ts';

/** @returns undefined for a call that should be refused */
export function rightAnswer<O extends AnyOperation>(
  reference: Reference,
  operation: O,
  call: Calls[O],
  conventions: Conventions,
): Truth | undefined {
  try {
    return reference.answer(operation, call, conventions);
  } catch (error) {
    if (error instanceof Rejected) return undefined;
    throw error;
  }
}
