/**
 * The loop over vectors of 8 has no loop for the rest of the tensor, where dx of inference is not written. BN-9.1 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH01d',
  says: 'Inference dx stays 0 at the last positions of the tensor that fill no vector of 8.',
  owed: 'kill',
  breaks: ['BN-9.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferBackward: (call) => {
        const { dx, ...rest } = right.inferBackward(call);
        const whole = dx.data.length - (dx.data.length % 8);
        return { ...rest, dx: mapTensor(dx, (value, i) => (whole > 0 && i >= whole ? 0 : value)) };
      },
    };
  },
});

export default mutant;
