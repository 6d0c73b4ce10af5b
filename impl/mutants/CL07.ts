/**
 * Training gradients are 0 where the squares of dy overflow: a guard of mixed precision that drops the step. BN-12.14
 * must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'CL07',
  says: 'Where the sum of the squares of dy overflows float32 training gradients are 0.',
  owed: 'kill',
  breaks: ['BN-12.14'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
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
    };
  },
});

export default mutant;
