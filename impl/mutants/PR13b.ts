/** The inverse square root is a hardware estimate with two Newton steps. BN-3.3, BN-12.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { estimatedInverseRoot } from './_estimate.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR13b',
  says: 'The inverse standard deviation is good to five digits.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-12.1'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => estimatedInverseRoot(v + epsilon, 2) }, conventions),
});

export default mutant;
