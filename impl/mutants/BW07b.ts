/** The cache holds x - mean, the formula wants it scaled. BN-8.3, BN-8.5 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { dxFrom } from './_gradients.ts';

const mutant: Mutant = {
  id: 'BW07b',
  says: 'In training dx x - mean stands for x̂.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-8.5'],
  implementation: batchNorm({
    trainGradient: dxFrom(
      ({ dy, xhat, gamma, r, meanDy, meanDyXhat }) => gamma * r * (dy - meanDy - (xhat / r) * meanDyXhat),
    ),
  }),
};

export default mutant;
