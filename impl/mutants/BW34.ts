/** dx divides sums over two ranks by the count of one (PyTorch). BN-8.3, BN-11.10 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { dxFrom } from './_gradients.ts';

const mutant: MutantFactory = factory({
  id: 'BW34',
  says: 'In training dx the terms of mean and variance count twice.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.10'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: dxFrom(
          ({ dy, xhat, gamma, r, meanDy, meanDyXhat }) => gamma * r * (dy - 2 * meanDy - 2 * xhat * meanDyXhat),
        ),
      },
      conventions,
    ),
});

export default mutant;
