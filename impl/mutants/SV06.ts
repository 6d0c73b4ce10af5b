/** A processor mode that flushes subnormal numbers, while they are claimed to be kept. BN-12.10 must object. */
import { formats } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SV06',
  says: 'Subnormal numbers in x count as 0.',
  owed: 'kill',
  breaks: ['BN-12.10'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      const { smallestNormal } = formats.float32;
      const x = mapTensor(call.x, (value) => (Math.abs(value) < smallestNormal ? 0 : value));
      return right[operation]({ ...call, x } as never);
    }, conventions);
  },
});

export default mutant;
