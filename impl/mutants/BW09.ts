/**
 * The sums in dx are divided by the batch size instead of the number of values per channel (mlpack). BN-8.3, BN-11.10
 * must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { dxFrom } from './_gradients.ts';

const mutant: MutantFactory = factory({
  id: 'BW09',
  says: 'In training dx the terms of mean and variance divide by N instead of N · S.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.10'],
  make: (conventions) =>
    batchNormFor(
      ({ perChannel, batch }) => ({
        trainGradient: dxFrom(
          ({ dy, xhat, gamma, r, meanDy, meanDyXhat }) =>
            gamma * r * (dy - ((meanDy + xhat * meanDyXhat) * perChannel) / batch),
        ),
      }),
      conventions,
    ),
});

export default mutant;
