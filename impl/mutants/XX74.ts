/** One flag for all channels says that a gradient is not finite. BN-14.3 must object. */
import { valuesOf } from '../../spec/terms/tensor.ts';
import { filled } from './_tensors.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX74',
  says: 'An infinity anywhere in dy makes every dgamma NaN.',
  owed: 'kill',
  breaks: ['BN-14.3'],
  implementation: {
    ...right,
    trainBackward: (call) => {
      const { dgamma, ...rest } = right.trainBackward(call);
      const found = valuesOf(call.dy).some((value) => Math.abs(value) === Infinity);
      return { ...rest, ...(dgamma && { dgamma: found ? filled(dgamma, Number.NaN) : dgamma }) };
    },
  },
};

export default mutant;
