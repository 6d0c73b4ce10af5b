/** Working copies are kept by array, so that gamma and beta in one array are both scaled. BN-13.8 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'AL59',
  says: 'Where gamma and beta are one array, inference shifts by what it has scaled.',
  owed: 'kill',
  breaks: ['BN-13.8'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const { gamma, beta, variance, epsilon } = call;
        if (!gamma || gamma.data !== beta?.data) return right.inferForward(call);
        const variances = valuesOf(variance);
        const scaled = mapTensor(beta, (value, c) => value / Math.sqrt(variances[c] + epsilon));
        return right.inferForward({ ...call, beta: scaled });
      },
    };
  },
});

export default mutant;
