/**
 * The backward pass of inference reads what the last training call saved (torch/nn, pytorch/xla). BN-13.3 must object.
 */
import type { TrainForwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW20b',
  says: 'Inference gradients use the statistics of the last training call, where the channels agree.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    let saved: TrainForwardResult | undefined;
    return {
      ...right,
      trainForward: (call) => {
        saved = right.trainForward(call);
        return saved;
      },
      inferBackward: (call) => {
        const { mean = call.mean, variance = call.variance } = saved ?? {};
        const fits = mean.data.length === call.mean.data.length;
        return right.inferBackward(fits ? { ...call, mean, variance } : call);
      },
    };
  },
});

export default mutant;
