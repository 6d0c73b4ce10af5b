/** The statistics of the last batch stand for all. BN-6.1, BN-6.4 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'RS26b',
  says: 'The running statistics become those of the batch.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.4'],
  implementation: batchNorm({ update: (_old, statistic) => statistic }),
};

export default mutant;
