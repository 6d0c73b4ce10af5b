/**
 * Inference ignores its mode and normalizes with the statistics of the batch (TVM). BN-7.1, BN-7.3, BN-7.6 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'MD01',
  says: 'Inference uses the statistics of the batch.',
  owed: 'kill',
  breaks: ['BN-7.1', 'BN-7.3', 'BN-7.6'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return { ...right, inferForward: (call) => ({ y: right.trainForward({ ...call, momentum: 0 }).y }) };
  },
});

export default mutant;
