/** Epsilon is added to gamma as a guard against 0, as for networks that are inverted. BN-5.2, BN-11.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { affine } from '../plain/normalize.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AF03c',
  says: 'Epsilon is added to gamma.',
  owed: 'kill',
  breaks: ['BN-5.2', 'BN-11.3'],
  make: (conventions) =>
    batchNormFor(
      ({ epsilon }) => ({
        affine: (xhat, gamma, beta) => affine(xhat, gamma + epsilon, beta),
      }),
      conventions,
    ),
});

export default mutant;
