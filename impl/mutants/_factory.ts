/** Export of each mutant's file: the mistake as data, and a function that makes an implementation with it. */
import type { Conventions, Implementation } from '../../spec/terms/contract.ts';
import type { Mistake, MutantFactory } from '../../spec/terms/mutant.ts';
import { plainClaims } from '../plain/implementation.ts';

interface Description extends Mistake {
  /** State must live inside, so that each implementation starts afresh. */
  readonly make: (conventions: Conventions) => Implementation;
}

const { momentumWeights, runningVariance } = plainClaims;

export const factory = ({ make, ...mistake }: Description): MutantFactory => ({
  ...mistake,
  under: (conventions) => ({
    ...mistake,
    implementation: make({ momentumWeights, runningVariance, ...conventions }),
  }),
});
