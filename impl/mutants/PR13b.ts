/** A hardware estimate with two Newton steps. BN-3.3, BN-12.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { estimatedInverseRoot } from './_estimate.ts';

const mutant: Mutant = {
  id: 'PR13b',
  says: 'The inverse standard deviation is good to five digits.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-12.1'],
  implementation: batchNorm({ inverseStd: (v, epsilon) => estimatedInverseRoot(v + epsilon, 2) }),
};

export default mutant;
