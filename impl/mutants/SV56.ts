/** A gamma that is NaN counts as not given in gradients. BN-10.15 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SV56',
  says: 'In gradients a gamma that is NaN counts as 1.',
  owed: 'kill',
  breaks: ['BN-10.15'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      if (!('dy' in call) || !call.gamma) return right[operation](call as never);
      const gamma = mapTensor(call.gamma, (value) => (Number.isNaN(value) ? 1 : value));
      return right[operation]({ ...call, gamma } as never);
    }, conventions);
  },
});

export default mutant;
