/** A mask made of x: what is no number in x is none in dy. BN-10.6 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX21',
  says: 'A NaN in x makes dbeta NaN.',
  owed: 'kill',
  breaks: ['BN-10.6'],
  implementation: batchNorm({
    trainGradient: (input) => ({
      ...trainGradient(input),
      dbeta: input.dy.reduce((sum, g, i) => sum + g + (input.xhat[i] - input.xhat[i]), 0),
    }),
  }),
};

export default mutant;
