/** Momentum weighs the other value than the one that is claimed (Oneflow, Paddle, DL4J). BN-6.1, BN-6.3 must object. */
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'RS01',
  says: 'Momentum weighs the wrong value: it counts as 1 - momentum.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.3'],
  make: (conventions) =>
    batchNorm({ update: (old, statistic, weight) => update(old, statistic, 1 - weight) }, conventions),
});
