/** The update adds to the old running statistics and lets nothing decay. BN-6.1, BN-6.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS26a',
  says: 'The running statistics become r + w · stat, where w is the weight of the batch.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.3'],
  make: (conventions) => batchNorm({ update: (old, statistic, weight) => old + weight * statistic }, conventions),
});

export default mutant;
