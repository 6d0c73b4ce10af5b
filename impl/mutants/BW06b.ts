/** Gamma multiplies one of the three terms of dx instead of all three. BN-8.3, BN-11.10 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { dxFrom } from './_gradients.ts';

const mutant: MutantFactory = factory({
  id: 'BW06b',
  says: 'In training dx gamma multiplies the direct term only.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.10'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: dxFrom(
          ({ dy, xhat, gamma, r, meanDy, meanDyXhat }) => r * (gamma * dy - meanDy - xhat * meanDyXhat),
        ),
      },
      conventions,
    ),
});

export default mutant;
