/**
 * A float32 sum from left to right, as many kernels do it: the mean of nine times 100.1 is not 100.1 (caffe). No clause
 * objects.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { statisticsIn } from './_rounding.ts';

const mutant: MutantFactory = factory({
  id: 'PR03',
  says: 'Sums are taken in float32 from left to right, so that a constant channel is not exactly beta.',
  owed: 'report',
  breaks: [],
  make: (conventions) => batchNorm(statisticsIn('float32'), conventions),
});

export default mutant;
