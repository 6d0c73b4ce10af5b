/**
 * dx is not multiplied by the inverse standard deviation, the last factor of the formula. BN-8.3, BN-8.5 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { dxFrom } from './_gradients.ts';

const mutant: MutantFactory = factory({
  id: 'BW07a',
  says: 'Training dx lacks the inverse standard deviation.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-8.5'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: dxFrom(({ dy, xhat, gamma, meanDy, meanDyXhat }) => gamma * (dy - meanDy - xhat * meanDyXhat)),
      },
      conventions,
    ),
});

export default mutant;
