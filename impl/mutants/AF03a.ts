/** Gamma is taken for a deviation, which has no sign. BN-5.2, BN-7.5 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { affine } from '../plain/normalize.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'AF03a',
  says: 'Gamma counts with its absolute value.',
  owed: 'kill',
  breaks: ['BN-5.2', 'BN-7.5'],
  implementation: batchNorm({ affine: (xhat, gamma, beta) => affine(xhat, Math.abs(gamma), beta) }),
};

export default mutant;
