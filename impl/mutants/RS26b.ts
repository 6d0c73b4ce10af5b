/** The running statistics are replaced by those of the last batch. BN-6.1, BN-6.4 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS26b',
  says: 'The running statistics become those of the batch.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.4'],
  make: (conventions) => batchNorm({ update: (_old, statistic) => statistic }, conventions),
});

export default mutant;
