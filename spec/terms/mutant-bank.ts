/** The bank of mutants, in which a diagnosis looks up the mistakes that answer as the target does. */
import type { Conventions } from './contract.ts';
import type { Mutant } from './mutant.ts';

/** Known mistakes, in fresh implementations which otherwise follow these conventions. */
export type Bank = (conventions: Conventions) => Promise<readonly Mutant[]>;
