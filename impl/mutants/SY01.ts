/**
 * Variances of the ranks are averaged; what lies between the ranks is lost (drn, rsl_rl). BN-2.6, BN-3.2 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { halves } from './_shards.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SY01',
  says: 'The variance is the mean of the variances of both halves of the batch.',
  owed: 'kill',
  breaks: ['BN-2.6', 'BN-3.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const [a, b] = halves(call.x, call.axis).map((x) =>
          x.data.length > 0 ? right.trainForward({ ...call, x }).variance : undefined,
        );
        if (!a || !b || !answer.mean) return answer;
        const second = valuesOf(b);
        const variance = mapTensor(a, (v, c) => (v + second[c]) / 2);
        return { ...answer, ...right.inferForward({ ...call, mean: answer.mean, variance }), variance };
      },
    };
  },
});

export default mutant;
