/** The result is written over the input, as an in-place layer would. BN-13.1 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'AL01',
  says: 'Training writes y into x.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        call.x.data.set(answer.y.data);
        return answer;
      },
    };
  },
});
