/** A missing beta is read from a table of 256 zeros, and later channels read beyond its end. BN-14.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'CO02',
  says: 'In inference without beta channel 256 and those after it are shifted by 1.',
  owed: 'kill',
  breaks: ['BN-14.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        if (call.beta) return right.inferForward(call);
        const beta = mapTensor(call.mean, (_, c) => (c < 256 ? 0 : 1));
        return right.inferForward({ ...call, beta });
      },
    };
  },
});

export default mutant;
