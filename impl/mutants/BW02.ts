/** One of three terms. BN-8.3, BN-11.11 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { dxFrom } from './_gradients.ts';

const mutant: Mutant = {
  id: 'BW02',
  says: 'Training dx lacks the term of the variance.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.11'],
  implementation: batchNorm({ trainGradient: dxFrom(({ dy, gamma, r, meanDy }) => gamma * r * (dy - meanDy)) }),
};

export default mutant;
