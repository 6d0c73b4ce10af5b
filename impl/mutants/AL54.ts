/** The shape of x is reversed in place to compute strides. BN-13.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL54',
  says: 'The shape of x is reversed in place.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      const answer = right[operation](call as never);
      (call.x.shape as number[]).reverse();
      return answer;
    }, conventions);
  },
});

export default mutant;
