/**
 * The kernel for 8 channels and more computes the variance in one pass, and the one for fewer in two. BN-14.1 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { onePassVariance } from './_one-pass.ts';

const mutant: MutantFactory = factory({
  id: 'CO01',
  says: 'From 8 channels on the variance is E[x²] - E[x]² in float32.',
  owed: 'kill',
  breaks: ['BN-14.1'],
  make: (conventions) =>
    batchNormFor(({ channels }) => (channels < 8 ? {} : { variance: onePassVariance }), conventions),
});

export default mutant;
