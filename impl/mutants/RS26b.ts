/** The running statistics are replaced by those of the last batch. BN-6.1, BN-6.4 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'RS26b',
  says: 'The running statistics become those of the batch.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.4'],
  make: (conventions) => batchNorm({ update: (_old, statistic) => statistic }, conventions),
});
