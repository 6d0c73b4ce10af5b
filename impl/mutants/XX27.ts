/** A shortcut for channels that learn nothing. BN-10.11 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX27',
  says: 'Where gamma is 0 dgamma and dbeta are 0.',
  owed: 'kill',
  breaks: ['BN-10.11'],
  implementation: batchNorm({
    trainGradient: (input) =>
      input.gamma === 0 ? { dx: new Float64Array(input.dy.length), dgamma: 0, dbeta: 0 } : trainGradient(input),
  }),
};

export default mutant;
