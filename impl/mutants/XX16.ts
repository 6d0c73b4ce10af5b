/** Infinities are cut before anything else. BN-10.13 must object. */
import { formats } from '../../spec/terms/dtype.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX16',
  says: 'An infinity in dy counts as the largest float32.',
  owed: 'kill',
  breaks: ['BN-10.13'],
  implementation: eachOperation((operation, call) => {
    if (!('dy' in call)) return right[operation](call as never);
    const { largest } = formats.float32;
    const dy = mapTensor(call.dy, (value) => Math.max(-largest, Math.min(largest, value)));
    return right[operation]({ ...call, dy } as never);
  }),
};

export default mutant;
