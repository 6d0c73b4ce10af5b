/** Where gamma is 0 in one channel, dx is 0 in all channels. BN-14.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'CH03',
  says: 'Where any gamma is 0 every dx from saved statistics is 0.',
  owed: 'kill',
  breaks: ['BN-14.5'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      savedBackward: (call) => {
        const { dx, ...rest } = right.savedBackward(call);
        const stop = call.gamma !== undefined && valuesOf(call.gamma).includes(0);
        return { ...rest, dx: stop ? filled(dx, 0) : dx };
      },
    };
  },
});

export default mutant;
