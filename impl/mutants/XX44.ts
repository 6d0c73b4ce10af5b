/** Small gradients are taken for none. BN-12.13 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mapTensor } from './_tensors.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX44',
  says: 'A dy of less than 1e-8 counts as 0.',
  owed: 'kill',
  breaks: ['BN-12.13'],
  implementation: eachOperation((operation, call) => {
    if (!('dy' in call)) return right[operation](call as never);
    return right[operation]({ ...call, dy: mapTensor(call.dy, (g) => (Math.abs(g) < 1e-8 ? 0 : g)) } as never);
  }),
};

export default mutant;
