/** float64 is offered, and the inverse standard deviation is a float32. BN-3.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR14b',
  says: 'In float64 the inverse standard deviation is rounded to float32.',
  owed: 'kill',
  breaks: ['BN-3.3'],
  make: (conventions) =>
    batchNorm(
      { inverseStd: (v, epsilon) => Math.fround(inverseStd(v, epsilon)) },
      { ...conventions, dtypes: ['float64'] },
    ),
});

export default mutant;
