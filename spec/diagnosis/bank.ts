/** Where a diagnosis looks up what it has seen. */
import type { Conventions } from '../terms/contract.ts';
import type { Mutant } from '../terms/mutant.ts';

/** Known mistakes, in fresh implementations which otherwise follow these conventions. */
export type Bank = (conventions: Conventions) => Promise<readonly Mutant[]>;
