/** dy is scaled by gamma, and so is the result. BN-8.3, BN-11.14 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW06a',
  says: 'Training dx has gamma squared.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.14'],
  implementation: batchNorm({ trainGradient: (input) => trainGradient({ ...input, gamma: input.gamma ** 2 }) }),
};

export default mutant;
