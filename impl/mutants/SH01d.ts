/** The loop over vectors has no loop for the rest. BN-9.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'SH01d',
  says: 'Inference dx stays 0 at the last positions of the tensor that fill no vector of 8.',
  owed: 'kill',
  breaks: ['BN-9.1'],
  implementation: {
    ...right,
    inferBackward: (call) => {
      const { dx, ...rest } = right.inferBackward(call);
      const whole = dx.data.length - (dx.data.length % 8);
      return { ...rest, dx: mapTensor(dx, (value, i) => (whole > 0 && i >= whole ? 0 : value)) };
    },
  },
};

export default mutant;
