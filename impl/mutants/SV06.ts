/** A processor mode that flushes subnormal numbers, while they are claimed to be kept. BN-12.10 must object. */
import { formats } from '../../spec/terms/dtype.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'SV06',
  says: 'Subnormal numbers in x count as 0.',
  owed: 'kill',
  breaks: ['BN-12.10'],
  implementation: eachOperation((operation, call) => {
    const { smallestNormal } = formats.float32;
    const x = mapTensor(call.x, (value) => (Math.abs(value) < smallestNormal ? 0 : value));
    return right[operation]({ ...call, x } as never);
  }),
};

export default mutant;
