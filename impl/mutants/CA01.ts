/**
 * A lock that is taken before arguments are checked stays locked after a refusal, and the next call computes nothing.
 * BN-13.9 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'CA01',
  says: 'The call after a refused one gives zeros.',
  owed: 'kill',
  breaks: ['BN-13.9'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    let locked = false;
    return eachOperation((operation, call) => {
      const wasLocked = locked;
      locked = true;
      const answer = right[operation](call as never);
      locked = false;
      if (!wasLocked) return answer;
      return 'y' in answer ? { ...answer, y: filled(answer.y, 0) } : { ...answer, dx: filled(answer.dx, 0) };
    }, conventions);
  },
});

export default mutant;
