/** Double in the interface, single inside. BN-3.1, BN-3.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { statisticsIn } from './_rounding.ts';

const mutant: Mutant = {
  id: 'PR14a',
  says: 'In float64 the statistics are computed in float32.',
  owed: 'kill',
  breaks: ['BN-3.1', 'BN-3.2'],
  implementation: batchNorm(statisticsIn('float32'), { dtypes: ['float64'] }),
};

export default mutant;
