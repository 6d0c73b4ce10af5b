/** A kernel for many channels takes one pass, and the one for few takes two. BN-14.1 must object. */
import { onePassVariance } from './_one-pass.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX59',
  says: 'From 8 channels on the variance is E[x²] - E[x]² in float32.',
  owed: 'kill',
  breaks: ['BN-14.1'],
  implementation: batchNormFor(({ channels }) => (channels < 8 ? {} : { variance: onePassVariance })),
};

export default mutant;
