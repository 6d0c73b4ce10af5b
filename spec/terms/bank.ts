/** Where a diagnosis looks up what it has seen. */
import type { Conventions } from './contract.ts';
import type { Mutant } from './mutant.ts';

/** Known mistakes, in fresh implementations which otherwise follow these conventions. */
export type Bank = (conventions: Conventions) => Promise<readonly Mutant[]>;
