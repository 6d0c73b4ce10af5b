/**
 * A gradient that nobody asked for is left unwritten, and so is its neighbour (Paddle, PyTorch on MPS). BN-8.5, BN-9.5
 * must object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { filled } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'BW23a',
  says: 'Without gamma dbeta is 0.',
  owed: 'kill',
  breaks: ['BN-8.5', 'BN-9.5'],
  implementation: eachOperation((operation, call) => {
    const answer = right[operation](call as never);
    if (!('dx' in answer) || call.gamma || !answer.dbeta) return answer;
    return { ...answer, dbeta: filled(answer.dbeta, 0) };
  }),
};

export default mutant;
