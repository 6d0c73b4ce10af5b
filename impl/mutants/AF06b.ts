/** Beta is added before the multiplication by gamma. BN-5.1, BN-11.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AF06b',
  says: 'y is gamma · (x̂ + beta).',
  owed: 'kill',
  breaks: ['BN-5.1', 'BN-11.1'],
  make: (conventions) => batchNorm({ affine: (xhat, gamma, beta) => gamma * (xhat + beta) }, conventions),
});

export default mutant;
