/** The mode is ignored (TVM). BN-7.1, BN-7.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'MD01',
  says: 'Inference uses the statistics of the batch.',
  owed: 'kill',
  breaks: ['BN-7.1', 'BN-7.3'],
  implementation: { ...right, inferForward: (call) => ({ y: right.trainForward({ ...call, momentum: 0 }).y }) },
};

export default mutant;
