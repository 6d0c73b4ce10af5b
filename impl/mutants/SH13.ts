/** A whole vector is stored at the end of y and overwrites the statistics behind it. BN-3.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH13',
  says: 'Where the size of x is no multiple of 4 the first entries of the mean are overwritten with 0.',
  owed: 'kill',
  breaks: ['BN-3.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { mean, ...rest } = right.trainForward(call);
        const beyond = (4 - (call.x.data.length % 4)) % 4;
        return { ...rest, ...(mean && { mean: mapTensor(mean, (value, c) => (c < beyond ? 0 : value)) }) };
      },
    };
  },
});

export default mutant;
