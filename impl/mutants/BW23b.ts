/** Without gamma nobody needs dgamma; what comes back is uninitialised memory. BN-8.5, BN-9.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'BW23b',
  says: 'Without gamma dgamma is memory that nobody wrote.',
  owed: 'kill',
  breaks: ['BN-8.5', 'BN-9.5'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      const answer = right[operation](call as never);
      if (!('dx' in answer) || call.gamma || !answer.dgamma) return answer;
      return { ...answer, dgamma: filled(answer.dgamma, -1.5e-36) };
    }, conventions);
  },
});

export default mutant;
