/** Gamma enters with the inverse standard deviation and once more at the end. BN-5.1, BN-5.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { affine } from '../plain/normalize.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AF03b',
  says: 'Gamma is applied twice in y.',
  owed: 'kill',
  breaks: ['BN-5.1', 'BN-5.2'],
  make: (conventions) => batchNorm({ affine: (xhat, gamma, beta) => affine(xhat, gamma * gamma, beta) }, conventions),
});

export default mutant;
