/** Where gamma is 0 all gradients are 0, as if the channel did not learn. BN-10.11 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW51',
  says: 'Where gamma is 0 dgamma and dbeta are 0.',
  owed: 'kill',
  breaks: ['BN-10.11'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) =>
          input.gamma === 0 ? { dx: new Float64Array(input.dy.length), dgamma: 0, dbeta: 0 } : trainGradient(input),
      },
      conventions,
    ),
});

export default mutant;
