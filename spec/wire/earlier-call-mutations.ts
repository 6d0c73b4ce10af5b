/**
 * Tensors of earlier calls that a later call finds changed or reused: their names, and a filter that reports each once.
 */
import type { AnyOperation } from '../terms/further-operations.ts';
import type { Outcome } from './call-outcome.ts';

const earlier = 'earlier:';

/** Name of a tensor of an earlier call. */
export const ofEarlier = (name: string): string => earlier + name;

export const isOfEarlier = (name: string): boolean => name.startsWith(earlier);

/** A mutated argument stays mutated: among the answers of one target, only the first that shows it reports it. */
export class Echo {
  #written: readonly string[] = [];

  without<O extends AnyOperation>(outcome: Outcome<O>): Outcome<O> {
    const reported = this.#written;
    this.#written = outcome.status === 'ok' ? outcome.mutated.map(ofEarlier) : [];
    if (outcome.status !== 'ok') return outcome;
    return { ...outcome, mutated: outcome.mutated.filter((name) => !reported.includes(name)) };
  }
}
