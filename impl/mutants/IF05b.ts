/** Outputs by position, in another order. BN-8.1, BN-8.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'IF05b',
  says: 'dgamma and dbeta are swapped on the way out.',
  owed: 'kill',
  breaks: ['BN-8.1', 'BN-8.2'],
  implementation: eachOperation((operation, call) => {
    const answer = right[operation](call as never);
    if (!('dx' in answer)) return answer;
    const { dx, dgamma, dbeta } = answer;
    return { dx, ...(dbeta && { dgamma: dbeta }), ...(dgamma && { dbeta: dgamma }) };
  }),
};

export default mutant;
