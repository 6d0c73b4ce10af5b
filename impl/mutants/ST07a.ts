/** The mean is not subtracted from x, which is only scaled, as in RMS normalization. BN-4.1, BN-11.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'ST07a',
  says: 'The mean is not subtracted from x.',
  owed: 'kill',
  breaks: ['BN-4.1', 'BN-11.1'],
  make: (conventions) => batchNorm({ normalize: (x, _mean, invStd) => x * invStd }, conventions),
});

export default mutant;
