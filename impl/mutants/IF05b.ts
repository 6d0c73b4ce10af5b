/** Results are returned by position, with dgamma and dbeta swapped. BN-8.1, BN-8.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'IF05b',
  says: 'dgamma and dbeta are swapped on the way out.',
  owed: 'kill',
  breaks: ['BN-8.1', 'BN-8.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      const answer = right[operation](call as never);
      if (!('dx' in answer)) return answer;
      const { dx, dgamma, dbeta } = answer;
      return { dx, ...(dbeta && { dgamma: dbeta }), ...(dgamma && { dbeta: dgamma }) };
    }, conventions);
  },
});

export default mutant;
