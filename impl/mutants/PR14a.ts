/** float64 is offered, and the statistics are computed in float32. BN-3.1, BN-3.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { statisticsIn } from './_rounding.ts';

const mutant: MutantFactory = factory({
  id: 'PR14a',
  says: 'In float64 the statistics are computed in float32.',
  owed: 'kill',
  breaks: ['BN-3.1', 'BN-3.2'],
  make: (conventions) => batchNorm(statisticsIn('float32'), { ...conventions, dtypes: ['float64'] }),
});

export default mutant;
