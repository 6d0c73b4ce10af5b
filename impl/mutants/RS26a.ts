/** Nothing decays: the statistics only grow. BN-6.1, BN-6.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { weightInWords } from './_conventions.ts';

const mutant: Mutant = {
  id: 'RS26a',
  says: `The running statistics become r + ${weightInWords()} · stat.`,
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.3'],
  implementation: batchNorm({ update: (old, statistic, weight) => old + weight * statistic }),
};

export default mutant;
