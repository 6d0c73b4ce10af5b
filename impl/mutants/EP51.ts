/** An attribute or a C float carries epsilon to a kernel for doubles. BN-3.3, BN-4.2, BN-7.1, BN-12.14 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP51',
  says: 'Epsilon is rounded to float32, beside float64 data. An interface that takes no more claims `scalars: float32`.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2', 'BN-7.1', 'BN-12.14'],
  make: (conventions) =>
    batchNorm(
      { inverseStd: (v, epsilon) => inverseStd(v, Math.fround(epsilon)) },
      { ...conventions, dtypes: ['float64'] },
    ),
});

export default mutant;
