/** Another algorithm from 512 values on, and an off-by-one where it starts. BN-2.9 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SH19b',
  says: 'With more than 512 values per channel dbeta lacks the first of them.',
  owed: 'kill',
  breaks: ['BN-2.9'],
  implementation: batchNorm({
    trainGradient: (input) => {
      const answer = trainGradient(input);
      return input.dy.length > 512 ? { ...answer, dbeta: answer.dbeta - input.dy[0] } : answer;
    },
  }),
};

export default mutant;
