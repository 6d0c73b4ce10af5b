/** The mean of nothing is 0 / 0 (PyTorch, sonnet). No clause objects. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SV08',
  says: 'An empty batch turns the running statistics into NaN instead of being refused.',
  owed: 'report',
  breaks: [],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { x, runningMean, runningVar } = call;
        if (x.data.length > 0) return right.trainForward(call);
        return {
          y: copyOf(x),
          ...(runningMean && { runningMean: filled(runningMean, Number.NaN) }),
          ...(runningVar && { runningVar: filled(runningVar, Number.NaN) }),
        };
      },
    };
  },
});

export default mutant;
