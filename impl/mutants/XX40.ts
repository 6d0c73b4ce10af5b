/** Strides are made from a shape that is turned around in place. BN-13.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX40',
  says: 'The shape of x is reversed in place.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  implementation: eachOperation((operation, call) => {
    const answer = right[operation](call as never);
    (call.x.shape as number[]).reverse();
    return answer;
  }),
};

export default mutant;
