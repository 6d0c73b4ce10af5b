/** A gamma of 0 is taken for a reason to stop, in all channels. BN-14.5 must object. */
import { valuesOf } from '../../spec/terms/tensor.ts';
import { filled } from './_tensors.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX64',
  says: 'Where any gamma is 0 every dx from saved statistics is 0.',
  owed: 'kill',
  breaks: ['BN-14.5'],
  implementation: {
    ...right,
    savedBackward: (call) => {
      const { dx, ...rest } = right.savedBackward(call);
      const stop = call.gamma !== undefined && valuesOf(call.gamma).includes(0);
      return { ...rest, dx: stop ? filled(dx, 0) : dx };
    },
  },
};

export default mutant;
