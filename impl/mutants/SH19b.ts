/** From 512 values on another algorithm sums dbeta, and starts one value too late. BN-2.9 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SH19b',
  says: 'With more than 512 values per channel dbeta lacks the first of them.',
  owed: 'kill',
  breaks: ['BN-2.9'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => {
          const answer = trainGradient(input);
          return input.dy.length > 512 ? { ...answer, dbeta: answer.dbeta - input.dy[0] } : answer;
        },
      },
      conventions,
    ),
});

export default mutant;
