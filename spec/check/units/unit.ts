/** The units of a run: the golden cases of an operation, or a block of the cases of a clause. Their order is that of the run. */
import type { Claims } from '../../terms/contract.ts';
import type { FurtherOperation } from '../../terms/further-operations.ts';
import type { Operation } from '../../terms/operations.ts';
import { chosenEntries } from '../golden/chosen-entries.ts';
import type { SmokeEntry } from '../golden/judge-golden-cases.ts';
import { chosenClauses, type RunOptions } from '../run-options.ts';
import { blockName, blocksOf } from '../trial/blocks.ts';
import type { Clause } from '../trial/clause.ts';
import { applicability } from '../trial/explore.ts';
import type { Part } from './fold.ts';

export type Unit = {
  /** `BN-3.2`, `BN-3.2#17` or `FX.train_forward`. */
  readonly name: string;
} & ({ readonly clause: Clause; readonly block: number } | { readonly entry: SmokeEntry });

/** Id of the clause or of the golden entry that it is a part of. */
export const idOf = (unit: Unit): string => ('entry' in unit ? unit.entry : unit.clause).id;

/** On which the number of blocks depends, beside the options. */
export interface Offer {
  readonly claims: Claims;
  readonly operations: readonly Operation[];
  readonly further: readonly FurtherOperation[];
  readonly layer: boolean;
}

type UnitOptions = Pick<RunOptions, 'golden' | 'replay' | 'clauses' | 'runs' | 'seed'>;

/** The golden cases, then the first block of every clause, then the second ones, and so on: all clauses advance alike. */
export function* unitsOf(options: UnitOptions, offer: Offer): Generator<Unit> {
  for (const entry of chosenEntries(options)) yield { name: entry.id, entry };
  const chosen = chosenClauses(options).map((clause) => ({ clause, blocks: blocksFor(clause, options, offer) }));
  const rounds = chosen.reduce((most, { blocks }) => Math.max(most, blocks), 0);
  for (let round = 0; round < rounds; round++) {
    for (const { clause, blocks } of chosen) {
      if (round >= blocks) continue;
      const block = options.replay?.block ?? round;
      yield { name: blockName(clause.id, block), clause, block };
    }
  }
}

/** The parts of a run, in the order of its report. */
export function partsOf(options: UnitOptions, offer: Offer): Part[] {
  return [
    ...chosenEntries(options).map((entry) => ({ sentence: entry, units: 1 })),
    ...chosenClauses(options).map((clause) => ({ sentence: clause, clause, units: blocksFor(clause, options, offer) })),
  ];
}

/** One block shows that a clause does not apply, and has the one case that is replayed. */
function blocksFor(clause: Clause, { runs, replay }: UnitOptions, { claims, ...offered }: Offer): number {
  const once = replay !== undefined || applicability(clause, offered, claims).given === undefined;
  return once ? 1 : blocksOf(clause, runs);
}
