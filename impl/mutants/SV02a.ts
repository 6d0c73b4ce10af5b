/** NaN and infinities are set to 0 after every layer (darknet). BN-10.1, BN-10.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SV02a',
  says: 'In training a y that is NaN comes back as 0.',
  owed: 'kill',
  breaks: ['BN-10.1', 'BN-10.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { y, ...rest } = right.trainForward(call);
        return { ...rest, y: mapTensor(y, (value) => (Number.isNaN(value) ? 0 : value)) };
      },
    };
  },
});

export default mutant;
