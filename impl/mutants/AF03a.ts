/**
 * The sign of gamma is lost: its absolute value scales, as if it were a standard deviation. BN-5.2, BN-7.5 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { affine } from '../plain/normalize.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AF03a',
  says: 'Gamma counts with its absolute value.',
  owed: 'kill',
  breaks: ['BN-5.2', 'BN-7.5'],
  make: (conventions) => batchNorm({ affine: (xhat, gamma, beta) => affine(xhat, Math.abs(gamma), beta) }, conventions),
});

export default mutant;
