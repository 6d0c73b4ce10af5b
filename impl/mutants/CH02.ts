/** Where the mean of the first channel is 0, no channel has its mean subtracted. BN-14.4 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'CH02',
  says: 'In gradients of inference a mean whose first entry is 0 counts as 0 everywhere.',
  owed: 'kill',
  breaks: ['BN-14.4'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferBackward: (call) => {
        const [first] = valuesOf(call.mean);
        return right.inferBackward({ ...call, mean: first === 0 ? filled(call.mean, 0) : call.mean });
      },
    };
  },
});

export default mutant;
