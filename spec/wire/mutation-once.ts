/** A mutated argument stays mutated; reports it for the first call only. */
import type { Operation } from '../terms/operations.ts';
import { ofEarlier, type Outcome } from './outcome.ts';

/** Filters the answers of one target, in order. */
export class Echo {
  #written: readonly string[] = [];

  without<O extends Operation>(outcome: Outcome<O>): Outcome<O> {
    const reported = this.#written;
    this.#written = outcome.status === 'ok' ? outcome.mutated.map(ofEarlier) : [];
    if (outcome.status !== 'ok') return outcome;
    return { ...outcome, mutated: outcome.mutated.filter((name) => !reported.includes(name)) };
  }
}
