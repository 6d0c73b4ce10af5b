/**
 * Gradients from saved statistics count channels with 8 bits, so that channel 256 reads gamma[0]. BN-2.9 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH53',
  says: 'In gradients from saved statistics channel 256 and those after it take the gammas of channel 0 and those after it.',
  owed: 'kill',
  breaks: ['BN-2.9'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      savedBackward: (call) => {
        const { gamma } = call;
        if (gamma === undefined) return right.savedBackward(call);
        const gammas = valuesOf(gamma);
        return right.savedBackward({ ...call, gamma: mapTensor(gamma, (_, c) => gammas[c % 256]) });
      },
    };
  },
});

export default mutant;
