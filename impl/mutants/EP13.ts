/** Every scalar is cast to the type of x. In float16 an epsilon below 3e-8 vanishes. BN-4.2 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP13',
  says: 'Epsilon is rounded to float16.',
  owed: 'kill',
  breaks: ['BN-4.2'],
  make: (conventions) =>
    batchNorm(
      { inverseStd: (v, epsilon) => inverseStd(v, roundTo('float16', epsilon)) },
      { ...conventions, dtypes: ['float16'] },
    ),
});

export default mutant;
