/** With one value per channel x is passed through as y (Paddle). No clause objects. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'MD15',
  says: 'With one value per channel y is x.',
  owed: 'convention',
  breaks: [],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        return call.x.data.length === call.x.shape[call.axis] ? { ...answer, y: copyOf(call.x) } : answer;
      },
    };
  },
});

export default mutant;
