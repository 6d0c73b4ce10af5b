/** A gradient that nobody asked for is left unwritten. BN-8.5, BN-9.5 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { filled } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'BW23b',
  says: 'Without gamma dgamma is memory that nobody wrote.',
  owed: 'kill',
  breaks: ['BN-8.5', 'BN-9.5'],
  implementation: eachOperation((operation, call) => {
    const answer = right[operation](call as never);
    if (!('dx' in answer) || call.gamma || !answer.dgamma) return answer;
    return { ...answer, dgamma: filled(answer.dgamma, -1.5e-36) };
  }),
};

export default mutant;
