/** Everything that the command line receives from the other folders, so that nothing here imports them. */
import type { Bank } from '../terms/mutant-bank.ts';
import type { Conventions, Implementation } from '../terms/contract.ts';
import type { Candidate } from '../terms/survey-candidate.ts';
import type { Evaluate } from '../terms/evaluation.ts';
import type { FixtureTools } from '../terms/fixture.ts';
import type { MutantFactory } from '../terms/mutant.ts';
import type { Starter } from '../terms/starter-adapter.ts';
import type { Reference } from '../terms/truth.ts';

export interface Wiring {
  /** Command that starts this program: printed commands begin with it. */
  readonly program: string;
  readonly reference: () => Promise<Reference>;
  readonly evaluate: () => Promise<Evaluate>;
  /** Layers that are right under these conventions. */
  readonly rightLayer: (conventions: Conventions) => Promise<Implementation>;
  /** Built-in implementations by name, each time one that keeps nothing of those before; loading one may throw CouldNotStart. */
  readonly builtIns: Readonly<Record<string, () => Promise<Implementation>>>;
  /** Ids of the wrong implementations, for `mutant/ID`. */
  readonly mutantIds: () => readonly string[];
  /** @param name - an id, its row, or a former id. @returns undefined where it is none */
  readonly mutant: (name: string) => Promise<MutantFactory> | undefined;
  readonly mutants: () => Promise<readonly MutantFactory[]>;
  readonly bank: Bank;
  readonly fixtures: () => Promise<FixtureTools>;
  readonly defaultTarget: string;
  /** The implementations that the survey knows. */
  readonly candidates: () => Promise<readonly Candidate[]>;
  /** Files that `bnspec init` writes, by language. */
  readonly starters: Readonly<Record<string, Starter>>;
  /** The same for layers. */
  readonly layerStarters: Readonly<Record<string, Starter>>;
}
