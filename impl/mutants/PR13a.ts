/** A hardware estimate with one Newton step (blueoil). BN-3.3, BN-7.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { estimatedInverseRoot } from './_estimate.ts';

const mutant: Mutant = {
  id: 'PR13a',
  says: 'The inverse standard deviation is good to three digits.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-7.1'],
  implementation: batchNorm({ inverseStd: (v, epsilon) => estimatedInverseRoot(v + epsilon, 1) }),
};

export default mutant;
