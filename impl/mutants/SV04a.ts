/** Infinities in x are replaced by the largest finite number. BN-10.2, BN-10.4 must object. */
import { formats } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SV04a',
  says: 'An infinity in x counts as the largest float32.',
  owed: 'kill',
  breaks: ['BN-10.2', 'BN-10.4'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      const { largest } = formats.float32;
      const x = mapTensor(call.x, (value) => Math.min(largest, Math.max(-largest, value)));
      return right[operation]({ ...call, x } as never);
    }, conventions);
  },
});

export default mutant;
