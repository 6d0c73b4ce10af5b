/** A guard against a gamma of 0, as for networks that are inverted. BN-5.2, BN-11.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { affine } from '../plain/normalize.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'AF03c',
  says: 'Epsilon is added to gamma.',
  owed: 'kill',
  breaks: ['BN-5.2', 'BN-11.3'],
  implementation: batchNormFor(({ epsilon }) => ({
    affine: (xhat, gamma, beta) => affine(xhat, gamma + epsilon, beta),
  })),
};

export default mutant;
