/** dy serves as scratch once it has been read (mxnet, the other way round). BN-13.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'AL02',
  says: 'Training gradients scale dy in place.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  implementation: {
    ...right,
    trainBackward: (call) => {
      const answer = right.trainBackward(call);
      call.dy.data.set(answer.dx.data);
      return answer;
    },
  },
};

export default mutant;
