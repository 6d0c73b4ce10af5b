/** Vectors are loaded whole, and what lies behind the end of a row is summed. BN-3.1 must object. */
import { elementOf, layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH14',
  says: 'The mean takes in the first values of the next rows where positions are no multiple of 4.',
  owed: 'kill',
  breaks: ['BN-3.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const layout = layoutOf(call.x.shape, call.axis);
        const [x, size] = [valuesOf(call.x), call.x.data.length];
        const beyond = Math.ceil(layout.inner / 4) * 4 - layout.inner;
        const answer = right.trainForward(call);
        if (layout.inner < 4 || !answer.mean) return answer;
        const mean = mapTensor(answer.mean, (right, c) => {
          let extra = 0;
          for (let n = 0; n < layout.outer; n++) {
            const end = elementOf(layout, c, n * layout.inner) + layout.inner;
            for (let i = end; i < Math.min(size, end + beyond); i++) extra += x[i];
          }
          return right + extra / layout.perChannel;
        });
        return { ...answer, mean };
      },
    };
  },
});

export default mutant;
