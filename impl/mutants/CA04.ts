/** Inference keeps the epsilon of its first call for all later calls. BN-7.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'CA04',
  says: 'Inference keeps the epsilon of its first call.',
  owed: 'kill',
  breaks: ['BN-7.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    let epsilon: number | undefined;
    return {
      ...right,
      inferForward: (call) => {
        epsilon ??= call.epsilon;
        return right.inferForward({ ...call, epsilon });
      },
    };
  },
});

export default mutant;
