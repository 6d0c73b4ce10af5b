/** Where gamma is 1 beta is left out, a shortcut for layers that are not trained yet. BN-10.17 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { affine } from '../plain/normalize.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AF51',
  says: 'Where gamma is 1 y is the normalized value, without beta.',
  owed: 'kill',
  breaks: ['BN-10.17'],
  make: (conventions) =>
    batchNorm({ affine: (xhat, gamma, beta) => affine(xhat, gamma, gamma === 1 ? 0 : beta) }, conventions),
});

export default mutant;
