/** The last factor was forgotten. BN-8.3, BN-8.5 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { dxFrom } from './_gradients.ts';

const mutant: Mutant = {
  id: 'BW07a',
  says: 'Training dx lacks the inverse standard deviation.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-8.5'],
  implementation: batchNorm({
    trainGradient: dxFrom(({ dy, xhat, gamma, meanDy, meanDyXhat }) => gamma * (dy - meanDy - xhat * meanDyXhat)),
  }),
};

export default mutant;
