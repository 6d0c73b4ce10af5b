/** What a call has written into its arguments is still there at the call after it: told once, of the call that did it. */
import type { Operation } from '../terms/operations.ts';
import { ofEarlier, type Outcome } from './outcome.ts';

/** The answers of one target, in turn. */
export class Echo {
  #written: readonly string[] = [];

  without<O extends Operation>(outcome: Outcome<O>): Outcome<O> {
    const told = this.#written;
    this.#written = outcome.status === 'ok' ? outcome.mutated.map(ofEarlier) : [];
    if (outcome.status !== 'ok') return outcome;
    return { ...outcome, mutated: outcome.mutated.filter((name) => !told.includes(name)) };
  }
}
