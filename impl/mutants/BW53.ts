/** With one value per channel every gradient is 0: dx and dgamma are, and dbeta is not. BN-8.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW53',
  says: 'With one value per channel dbeta is 0.',
  owed: 'kill',
  breaks: ['BN-8.7'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => ({ ...trainGradient(input), ...(input.dy.length === 1 && { dbeta: 0 }) }),
      },
      conventions,
    ),
});

export default mutant;
