/** What is folded is recognised by gamma alone. BN-13.3 must object. */
import type { InferForward } from '../../spec/terms/contract.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();
const folded = new Map<string, InferForward>();

const mutant: Mutant = {
  id: 'MD08b',
  says: 'Inference keeps its folded statistics until gamma or beta changes.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  implementation: {
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
  },
};

export default mutant;
