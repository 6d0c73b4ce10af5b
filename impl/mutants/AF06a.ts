/** The order of arguments in another framework. BN-5.1, BN-5.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { affine } from '../plain/normalize.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'AF06a',
  says: 'Gamma and beta are swapped.',
  owed: 'kill',
  breaks: ['BN-5.1', 'BN-5.3'],
  implementation: batchNorm({ affine: (xhat, gamma, beta) => affine(xhat, beta, gamma) }),
};

export default mutant;
