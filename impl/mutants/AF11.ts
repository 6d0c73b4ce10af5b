/** A pointer that is not advanced. BN-5.1, BN-11.6 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { filled } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'AF11',
  says: 'The first entry of gamma counts for all channels.',
  owed: 'kill',
  breaks: ['BN-5.1', 'BN-11.6'],
  implementation: eachOperation((operation, call) => {
    const { gamma } = call;
    if (gamma === undefined) return right[operation](call as never);
    return right[operation]({ ...call, gamma: filled(gamma, valuesOf(gamma)[0]) } as never);
  }),
};

export default mutant;
