/** dy is clipped to ±100, which is for the optimizer to decide. BN-12.12 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'CL01',
  says: 'dy beyond ±100 counts as ±100.',
  owed: 'kill',
  breaks: ['BN-12.12'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      if (!('dy' in call)) return right[operation](call as never);
      const dy = mapTensor(call.dy, (value) => Math.max(-100, Math.min(100, value)));
      return right[operation]({ ...call, dy } as never);
    }, conventions);
  },
});

export default mutant;
