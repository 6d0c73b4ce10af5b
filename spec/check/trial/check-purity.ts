/** Checks that a call leaves everything else unchanged (BN-13.1, BN-13.2). */
import type { AnyOperation } from '../../terms/further-operations.ts';
import { snakeCase } from '../../terms/operations.ts';
import { isOfEarlier } from '../../wire/earlier-call-mutations.ts';
import type { Outcome } from '../../wire/call-outcome.ts';
import { Falsified } from './clause-exceptions.ts';

const listed = (names: readonly string[]): string => names.map(snakeCase).join(', ');

/** @throws Falsified where a call has changed inputs, its own or earlier ones (BN-13.1) */
export function checkUnchanged(operation: AnyOperation, outcome: Outcome<AnyOperation>): void {
  const mutated = outcome.status === 'ok' ? outcome.mutated : [];
  if (mutated.length === 0) return;
  const says = `${snakeCase(operation)} modified its input ${listed(mutated)}`;
  throw new Falsified(says, undefined, mutated.every(isOfEarlier));
}

/** @throws Falsified where an answer lies in memory that it does not own (BN-13.2) */
export function checkOwnMemory(operation: AnyOperation, outcome: Outcome<AnyOperation>): void {
  const aliased = outcome.status === 'ok' ? outcome.aliased : [];
  if (aliased.length === 0) return;
  const says = `${snakeCase(operation)} returned memory that it does not own: ${listed(aliased)}`;
  throw new Falsified(says, undefined, aliased.every(isOfEarlier));
}
