/** A channel index of 8 bits in one operation alone. BN-2.9 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { mapTensor } from './_tensors.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX36',
  says: 'In gradients from saved statistics channel 256 and those after it take the gammas of channel 0 and those after it.',
  owed: 'kill',
  breaks: ['BN-2.9'],
  implementation: {
    ...right,
    savedBackward: (call) => {
      const { gamma } = call;
      if (gamma === undefined) return right.savedBackward(call);
      const gammas = valuesOf(gamma);
      return right.savedBackward({ ...call, gamma: mapTensor(gamma, (_, c) => gammas[c % 256]) });
    },
  },
};

export default mutant;
