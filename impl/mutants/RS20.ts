/** Averages that start at 0 need this correction; these do not start at 0 (keras 2). BN-6.1, BN-6.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { weightInWords } from './_conventions.ts';

const mutant: Mutant = {
  id: 'RS20',
  says: `The running statistics are divided by ${weightInWords()}, as after a first step from 0.`,
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.3'],
  implementation: batchNorm({ update: (old, statistic, weight) => update(old, statistic, weight) / weight }),
};

export default mutant;
