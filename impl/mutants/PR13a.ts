/** The inverse square root is a hardware estimate with one Newton step (blueoil). BN-3.3, BN-7.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { estimatedInverseRoot } from './_estimate.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR13a',
  says: 'The inverse standard deviation is good to three digits.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-7.1'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => estimatedInverseRoot(v + epsilon, 1) }, conventions),
});

export default mutant;
