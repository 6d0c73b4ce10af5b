/** Gradients are clipped for the optimizer’s sake, in the wrong place. BN-12.12 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX10',
  says: 'dy beyond ±100 counts as ±100.',
  owed: 'kill',
  breaks: ['BN-12.12'],
  implementation: eachOperation((operation, call) => {
    if (!('dy' in call)) return right[operation](call as never);
    const dy = mapTensor(call.dy, (value) => Math.max(-100, Math.min(100, value)));
    return right[operation]({ ...call, dy } as never);
  }),
};

export default mutant;
