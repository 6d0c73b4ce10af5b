/** Working copies are kept by array, and two arguments are one. BN-13.8 must object. */
import { mapTensor } from './_tensors.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX56',
  says: 'Where gamma and beta are one array, inference shifts by what it has scaled.',
  owed: 'kill',
  breaks: ['BN-13.8'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const { gamma, beta, variance, epsilon } = call;
      if (!gamma || gamma.data !== beta?.data) return right.inferForward(call);
      const variances = valuesOf(variance);
      const scaled = mapTensor(beta, (value, c) => value / Math.sqrt(variances[c] + epsilon));
      return right.inferForward({ ...call, beta: scaled });
    },
  },
};

export default mutant;
