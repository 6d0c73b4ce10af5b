/** The divisor counts the batch only (mlpack). BN-8.3, BN-11.10 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';
import { dxFrom } from './_gradients.ts';

const mutant: Mutant = {
  id: 'BW09',
  says: 'In training dx the terms of mean and variance divide by N instead of N · S.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.10'],
  implementation: batchNormFor(({ perChannel, batch }) => ({
    trainGradient: dxFrom(
      ({ dy, xhat, gamma, r, meanDy, meanDyXhat }) =>
        gamma * r * (dy - ((meanDy + xhat * meanDyXhat) * perChannel) / batch),
    ),
  })),
};

export default mutant;
