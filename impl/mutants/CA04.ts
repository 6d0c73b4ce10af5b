/** Inference keeps the epsilon of its first call for all later calls. BN-7.1 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
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
