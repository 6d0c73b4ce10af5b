/** A shortcut for a single value: nothing depends on x, so that every gradient is 0. BN-8.7 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX31',
  says: 'With one value per channel dbeta is 0.',
  owed: 'kill',
  breaks: ['BN-8.7'],
  implementation: batchNorm({
    trainGradient: (input) => ({ ...trainGradient(input), ...(input.dy.length === 1 && { dbeta: 0 }) }),
  }),
};

export default mutant;
