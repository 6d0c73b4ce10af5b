/** x̂ is clipped to ±6 in training, as in networks that are quantized later. BN-12.8 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { normalize } from '../plain/normalize.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'CL02',
  says: 'In training x̂ beyond ±6 counts as ±6.',
  owed: 'kill',
  breaks: ['BN-12.8'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) =>
        operation === 'trainForward'
          ? { normalize: (x, mean, invStd) => Math.max(-6, Math.min(6, normalize(x, mean, invStd))) }
          : {},
      conventions,
    ),
});

export default mutant;
