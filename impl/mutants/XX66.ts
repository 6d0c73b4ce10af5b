/** A guard of mixed precision, which drops a step whose gradients overflow, looks at their squares. BN-12.14 must object. */
import { valuesOf } from '../../spec/terms/tensor.ts';
import { filled } from './_tensors.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX66',
  says: 'Where the sum of the squares of dy overflows float32 training gradients are 0.',
  owed: 'kill',
  breaks: ['BN-12.14'],
  implementation: {
    ...right,
    trainBackward: (call) => {
      const answer = right.trainBackward(call);
      const norm = Math.fround(valuesOf(call.dy).reduce((sum, value) => sum + value * value, 0));
      if (norm < Infinity || Number.isNaN(norm)) return answer;
      const { dx, dgamma, dbeta } = answer;
      return {
        dx: filled(dx, 0),
        ...(dgamma && { dgamma: filled(dgamma, 0) }),
        ...(dbeta && { dbeta: filled(dbeta, 0) }),
      };
    },
  },
};

export default mutant;
