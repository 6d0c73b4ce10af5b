/** A gamma or beta that is NaN counts as not given in training. BN-10.14 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SV54',
  says: 'In training a gamma or beta that is NaN counts as 1 or 0.',
  owed: 'kill',
  breaks: ['BN-10.14'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) =>
        operation === 'trainForward'
          ? {
              affine: (xhat, gamma, beta) => (Number.isNaN(gamma) ? 1 : gamma) * xhat + (Number.isNaN(beta) ? 0 : beta),
            }
          : {},
      conventions,
    ),
});

export default mutant;
