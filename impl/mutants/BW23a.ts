/**
 * Without gamma nobody needs dgamma; it is left unwritten, and dbeta with it (Paddle, PyTorch on MPS). BN-8.5, BN-9.5
 * must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'BW23a',
  says: 'Without gamma dbeta is 0.',
  owed: 'kill',
  breaks: ['BN-8.5', 'BN-9.5'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      const answer = right[operation](call as never);
      if (!('dx' in answer) || call.gamma || !answer.dbeta) return answer;
      return { ...answer, dbeta: filled(answer.dbeta, 0) };
    }, conventions);
  },
});

export default mutant;
