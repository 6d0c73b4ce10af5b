/** Outliers are cut, as in networks that are quantized later. BN-12.8 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { normalize } from '../plain/normalize.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX24',
  says: 'In training x̂ beyond ±6 counts as ±6.',
  owed: 'kill',
  breaks: ['BN-12.8'],
  implementation: batchNormFor(({ operation }) =>
    operation === 'trainForward'
      ? { normalize: (x, mean, invStd) => Math.max(-6, Math.min(6, normalize(x, mean, invStd))) }
      : {},
  ),
};

export default mutant;
