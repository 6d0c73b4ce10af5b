/** A missing gamma reads as 0 where the buffer is cleared. BN-9.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'AF07c',
  says: 'Without gamma the backward pass of inference takes it as 0.',
  owed: 'kill',
  breaks: ['BN-9.5'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferBackward: (call) => {
        const answer = right.inferBackward(call);
        return call.gamma ? answer : { ...answer, dx: filled(answer.dx, 0) };
      },
    };
  },
});

export default mutant;
