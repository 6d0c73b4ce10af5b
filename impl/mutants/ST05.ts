/** The reduction runs over every axis. BN-2.6, BN-11.7 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'ST05',
  says: 'Training normalizes with one mean and one variance for all channels.',
  owed: 'kill',
  breaks: ['BN-2.6', 'BN-11.7'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const all = valuesOf(call.x);
        const center = mean(all);
        const one = (value: number): Tensor =>
          tensor('float64', [call.x.shape[call.axis]], new Float64Array(call.x.shape[call.axis]).fill(value));
        return {
          ...answer,
          ...right.inferForward({ ...call, mean: one(center), variance: one(variance(all, center)) }),
        };
      },
    };
  },
});

export default mutant;
