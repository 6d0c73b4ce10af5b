/** Infinities are cut to the largest number first. BN-10.2, BN-10.4 must object. */
import { formats } from '../../spec/terms/dtype.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'SV04a',
  says: 'An infinity in x counts as the largest float32.',
  owed: 'kill',
  breaks: ['BN-10.2', 'BN-10.4'],
  implementation: eachOperation((operation, call) => {
    const { largest } = formats.float32;
    const x = mapTensor(call.x, (value) => Math.min(largest, Math.max(-largest, value)));
    return right[operation]({ ...call, x } as never);
  }),
};

export default mutant;
