/** What each file of a mistake exports: the mistake in data, and how to make an implementation that has it. */
import type { Conventions, Implementation } from '../../spec/terms/contract.ts';
import type { Mistake, MutantFactory } from '../../spec/terms/mutant.ts';
import { plainClaims } from '../plain/implementation.ts';

interface Description extends Mistake {
  /** What is kept between calls must live inside, so that each implementation begins anew. */
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
