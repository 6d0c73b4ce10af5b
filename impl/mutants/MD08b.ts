/**
 * Inference folds its constants once and keeps them until gamma or beta changes; new statistics go unnoticed. BN-13.3
 * must object.
 */
import type { InferForward } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'MD08b',
  says: 'Inference keeps its folded statistics until gamma or beta changes.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    const folded = new Map<string, InferForward>();
    return {
      ...right,
      inferForward: (call) => {
        const key = [call.x.shape[call.axis], call.gamma?.data, call.beta?.data].join(' ');
        const { mean, variance, epsilon } = folded.get(key) ?? {
          ...call,
          mean: copyOf(call.mean),
          variance: copyOf(call.variance),
        };
        folded.set(key, { ...call, mean, variance, epsilon });
        return right.inferForward({ ...call, mean, variance, epsilon });
      },
    };
  },
});

export default mutant;
