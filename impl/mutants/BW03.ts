/** One of three terms. BN-8.3, BN-11.10 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { dxFrom } from './_gradients.ts';

const mutant: Mutant = {
  id: 'BW03',
  says: 'Training dx lacks the term of the mean.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.10'],
  implementation: batchNorm({
    trainGradient: dxFrom(({ dy, xhat, gamma, r, meanDyXhat }) => gamma * r * (dy - xhat * meanDyXhat)),
  }),
};

export default mutant;
