/** The loop over vectors of 8 has no loop for the rest of a channel, which the mean leaves out. BN-2.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { wholeVectors } from './_tails.ts';

const mutant: MutantFactory = factory({
  id: 'SH01c',
  says: 'The last m mod 8 values of a channel are left out of its mean.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  make: (conventions) =>
    batchNorm(
      {
        mean: (x) => (x.length < 8 ? mean(x) : (mean(wholeVectors(x, 8)) * wholeVectors(x, 8).length) / x.length),
      },
      conventions,
    ),
});

export default mutant;
