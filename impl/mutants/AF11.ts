/** Every channel is scaled by gamma[0]: the pointer into gamma is not advanced. BN-5.1, BN-11.6 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'AF11',
  says: 'The first entry of gamma counts for all channels.',
  owed: 'kill',
  breaks: ['BN-5.1', 'BN-11.6'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      const { gamma } = call;
      if (gamma === undefined) return right[operation](call as never);
      return right[operation]({ ...call, gamma: filled(gamma, valuesOf(gamma)[0]) } as never);
    }, conventions);
  },
});

export default mutant;
