/** A lock is taken before arguments are checked and not given back. BN-13.9 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { filled } from './_tensors.ts';

const right = batchNorm();
let locked = false;

const mutant: Mutant = {
  id: 'XX09',
  says: 'The call after a refused one gives zeros.',
  owed: 'kill',
  breaks: ['BN-13.9'],
  implementation: eachOperation((operation, call) => {
    const wasLocked = locked;
    locked = true;
    const answer = right[operation](call as never);
    locked = false;
    if (!wasLocked) return answer;
    return 'y' in answer ? { ...answer, y: filled(answer.y, 0) } : { ...answer, dx: filled(answer.dx, 0) };
  }),
};

export default mutant;
