/** A small dy counts as 0. BN-12.13 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'CL04',
  says: 'A dy of less than 1e-8 counts as 0.',
  owed: 'kill',
  breaks: ['BN-12.13'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      if (!('dy' in call)) return right[operation](call as never);
      return right[operation]({ ...call, dy: mapTensor(call.dy, (g) => (Math.abs(g) < 1e-8 ? 0 : g)) } as never);
    }, conventions);
  },
});

export default mutant;
