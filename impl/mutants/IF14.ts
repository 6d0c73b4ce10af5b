/**
 * Momentum has the opposite meaning in rank 2, as in two wrappers of one library (algorithmic-efficiency). BN-6.1 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'IF14',
  says: 'For rank 2 momentum weighs the wrong value: it counts as 1 - momentum.',
  owed: 'kill',
  breaks: ['BN-6.1'],
  make: (conventions) =>
    batchNormFor(
      ({ shape }) =>
        shape.length === 2 ? { update: (old, statistic, weight) => update(old, statistic, 1 - weight) } : {},
      conventions,
    ),
});

export default mutant;
