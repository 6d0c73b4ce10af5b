/** Infinities in dy are replaced by the largest finite number. BN-10.13 must object. */
import { formats } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SV53',
  says: 'An infinity in dy counts as the largest float32.',
  owed: 'kill',
  breaks: ['BN-10.13'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      if (!('dy' in call)) return right[operation](call as never);
      const { largest } = formats.float32;
      const dy = mapTensor(call.dy, (value) => Math.max(-largest, Math.min(largest, value)));
      return right[operation]({ ...call, dy } as never);
    }, conventions);
  },
});

export default mutant;
