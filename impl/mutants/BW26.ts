/** Paddle hands dy through where there is nothing to normalize. BN-8.7 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW26',
  says: 'With one value per channel dx is dy.',
  owed: 'convention',
  breaks: ['BN-8.7'],
  implementation: batchNorm({
    trainGradient: (input) =>
      input.dy.length === 1 ? { ...trainGradient(input), dx: input.dy } : trainGradient(input),
  }),
};

export default mutant;
