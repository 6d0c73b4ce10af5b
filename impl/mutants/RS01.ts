/** Momentum weighs the other value than the one that is claimed (Oneflow, Paddle, DL4J). BN-6.1, BN-6.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS01',
  says: 'Momentum weighs the wrong value: it counts as 1 - momentum.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.3'],
  make: (conventions) =>
    batchNorm({ update: (old, statistic, weight) => update(old, statistic, 1 - weight) }, conventions),
});

export default mutant;
