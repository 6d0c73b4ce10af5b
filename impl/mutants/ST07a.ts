/** The running mean is kept, but x is only scaled, as in RMS normalization. BN-4.1, BN-11.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'ST07a',
  says: 'The mean is not subtracted from x.',
  owed: 'kill',
  breaks: ['BN-4.1', 'BN-11.1'],
  implementation: batchNorm({ normalize: (x, _mean, invStd) => x * invStd }),
};

export default mutant;
