/** A parameter that is no number counts as not given. BN-10.14 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX17',
  says: 'In training a gamma or beta that is NaN counts as 1 or 0.',
  owed: 'kill',
  breaks: ['BN-10.14'],
  implementation: batchNormFor(({ operation }) =>
    operation === 'trainForward'
      ? { affine: (xhat, gamma, beta) => (Number.isNaN(gamma) ? 1 : gamma) * xhat + (Number.isNaN(beta) ? 0 : beta) }
      : {},
  ),
};

export default mutant;
