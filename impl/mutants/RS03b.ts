/**
 * The path for channels last lacks Bessel’s factor, which the other path has (tensorflow, mxnet). BN-6.2 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS03b',
  says: 'With channels last the running variance takes in the biased variance.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  make: (conventions) => batchNormFor(({ inner }) => (inner === 1 ? { runningStatistic: (v) => v } : {}), conventions),
});

export default mutant;
