/** Whether a mean has to be subtracted is told by its first entry. BN-14.4 must object. */
import { valuesOf } from '../../spec/terms/tensor.ts';
import { filled } from './_tensors.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX63',
  says: 'In gradients of inference a mean whose first entry is 0 counts as 0 everywhere.',
  owed: 'kill',
  breaks: ['BN-14.4'],
  implementation: {
    ...right,
    inferBackward: (call) => {
      const [first] = valuesOf(call.mean);
      return right.inferBackward({ ...call, mean: first === 0 ? filled(call.mean, 0) : call.mean });
    },
  },
};

export default mutant;
