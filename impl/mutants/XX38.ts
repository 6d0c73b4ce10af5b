/** A shortcut for layers that are not trained yet. BN-10.17 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { affine } from '../plain/normalize.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX38',
  says: 'Where gamma is 1 y is the normalized value, without beta.',
  owed: 'kill',
  breaks: ['BN-10.17'],
  implementation: batchNorm({ affine: (xhat, gamma, beta) => affine(xhat, gamma, gamma === 1 ? 0 : beta) }),
};

export default mutant;
