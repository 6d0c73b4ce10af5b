/** The patterns of `--clause` → which clauses are meant. */
import { selecting } from '../check/clause-patterns-and-replay-tokens.ts';
import { UsageError } from './errors.ts';
import type { Wiring } from './wiring-interface.ts';

/** @throws UsageError where a pattern matches nothing */
export function selectedBy(
  globs: readonly string[],
  among: readonly { readonly id: string }[],
  { program }: Pick<Wiring, 'program'>,
): (clause: { readonly id: string }) => boolean {
  try {
    return selecting(globs, among);
  } catch (error) {
    throw new UsageError(`${(error as Error).message} (see ${program} clauses)`);
  }
}
