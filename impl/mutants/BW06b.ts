/** Gamma belongs to all three terms. BN-8.3, BN-11.10 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { dxFrom } from './_gradients.ts';

const mutant: Mutant = {
  id: 'BW06b',
  says: 'In training dx gamma multiplies the direct term only.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.10'],
  implementation: batchNorm({
    trainGradient: dxFrom(
      ({ dy, xhat, gamma, r, meanDy, meanDyXhat }) => r * (gamma * dy - meanDy - xhat * meanDyXhat),
    ),
  }),
};

export default mutant;
