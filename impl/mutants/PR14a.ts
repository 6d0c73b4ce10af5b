/** float64 is offered, and the statistics are computed in float32. BN-3.1, BN-3.2 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';
import { statisticsIn } from './_rounding.ts';

export default mutant({
  id: 'PR14a',
  says: 'In float64 the statistics are computed in float32.',
  owed: 'kill',
  breaks: ['BN-3.1', 'BN-3.2'],
  make: (conventions) => batchNorm(statisticsIn('float32'), { ...conventions, dtypes: ['float64'] }),
});
