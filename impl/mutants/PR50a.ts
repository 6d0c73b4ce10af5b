/** Epsilon is passed in half precision, whatever the type of x. BN-4.1, BN-7.1 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR50a',
  says: 'Epsilon is rounded to float16, though everything is float32.',
  owed: 'kill',
  breaks: ['BN-4.1', 'BN-7.1'],
  make: (conventions) =>
    batchNorm({ inverseStd: (v, epsilon) => inverseStd(v, roundTo('float16', epsilon)) }, conventions),
});

export default mutant;
