/** Gamma and beta are swapped: frameworks order these two arguments differently. BN-5.1, BN-5.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { affine } from '../plain/normalize.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AF06a',
  says: 'Gamma and beta are swapped.',
  owed: 'kill',
  breaks: ['BN-5.1', 'BN-5.3'],
  make: (conventions) => batchNorm({ affine: (xhat, gamma, beta) => affine(xhat, beta, gamma) }, conventions),
});

export default mutant;
