/** A parameter that is no number counts as not given, in gradients. BN-10.15 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mapTensor } from './_tensors.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX33',
  says: 'In gradients a gamma that is NaN counts as 1.',
  owed: 'kill',
  breaks: ['BN-10.15'],
  implementation: eachOperation((operation, call) => {
    if (!('dy' in call) || !call.gamma) return right[operation](call as never);
    const gamma = mapTensor(call.gamma, (value) => (Number.isNaN(value) ? 1 : value));
    return right[operation]({ ...call, gamma } as never);
  }),
};

export default mutant;
