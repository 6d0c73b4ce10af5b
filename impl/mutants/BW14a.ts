/** dgamma is summed over dy · y, where the formula has dy · x̂. BN-8.2, BN-8.6 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'BW14a',
  says: 'Training dgamma is the sum of dy · y.',
  owed: 'kill',
  breaks: ['BN-8.2', 'BN-8.6'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainBackward: (call) => {
        const answer = right.trainBackward(call);
        const { dgamma, dbeta } = answer;
        if (!dgamma || !dbeta) return answer;
        const gamma = call.gamma && valuesOf(call.gamma);
        const beta = call.beta && valuesOf(call.beta);
        const sums = valuesOf(dbeta);
        return {
          ...answer,
          dgamma: mapTensor(dgamma, (sum, c) => (gamma?.[c] ?? 1) * sum + (beta?.[c] ?? 0) * sums[c]),
        };
      },
    };
  },
});

export default mutant;
