/** dx leaves out that the mean depends on x. BN-8.3, BN-11.10 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { dxFrom } from './_gradients.ts';

const mutant: MutantFactory = factory({
  id: 'BW03',
  says: 'Training dx lacks the term of the mean.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.10'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: dxFrom(({ dy, xhat, gamma, r, meanDyXhat }) => gamma * r * (dy - xhat * meanDyXhat)),
      },
      conventions,
    ),
});

export default mutant;
