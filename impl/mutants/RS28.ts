/** Statistics in float32 pass through a half-precision buffer. BN-6.1, BN-12.3 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS28',
  says: 'The running statistics are kept in float16.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-12.3'],
  make: (conventions) =>
    batchNorm({ update: (old, statistic, weight) => roundTo('float16', update(old, statistic, weight)) }, conventions),
});

export default mutant;
