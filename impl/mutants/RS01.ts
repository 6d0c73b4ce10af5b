/** The other convention than the one that is claimed (Oneflow, Paddle, DL4J). BN-6.1, BN-6.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { otherValue } from './_conventions.ts';

const mutant: Mutant = {
  id: 'RS01',
  says: `Momentum is taken for the weight of the ${otherValue()} value.`,
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.3'],
  implementation: batchNorm({ update: (old, statistic, weight) => update(old, statistic, 1 - weight) }),
};

export default mutant;
