/** The loop over vectors has no loop for the rest. BN-2.7 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { wholeVectors } from './_tails.ts';

const mutant: Mutant = {
  id: 'SH01c',
  says: 'The last m mod 8 values of a channel are left out of its mean.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  implementation: batchNorm({
    mean: (x) => (x.length < 8 ? mean(x) : (mean(wholeVectors(x, 8)) * wholeVectors(x, 8).length) / x.length),
  }),
};

export default mutant;
