/** Two wrappers of one library, each with its own meaning of momentum (algorithmic-efficiency). BN-6.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNormFor } from './_batch-norm.ts';
import { otherValue } from './_conventions.ts';

const mutant: Mutant = {
  id: 'IF14',
  says: `For rank 2 momentum is the weight of the ${otherValue()} value.`,
  owed: 'kill',
  breaks: ['BN-6.1'],
  implementation: batchNormFor(({ shape }) =>
    shape.length === 2 ? { update: (old, statistic, weight) => update(old, statistic, 1 - weight) } : {},
  ),
};

export default mutant;
