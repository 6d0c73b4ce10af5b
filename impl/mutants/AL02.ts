/** dy is overwritten as scratch space once it has been read (mxnet does so with dx). BN-13.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL02',
  says: 'Training gradients scale dy in place.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainBackward: (call) => {
        const answer = right.trainBackward(call);
        call.dy.data.set(answer.dx.data);
        return answer;
      },
    };
  },
});

export default mutant;
