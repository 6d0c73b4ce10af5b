/** With one value per channel dy is passed through as dx (Paddle). No clause objects. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW26',
  says: 'With one value per channel dx is dy.',
  owed: 'convention',
  breaks: [],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) =>
          input.dy.length === 1 ? { ...trainGradient(input), dx: input.dy } : trainGradient(input),
      },
      conventions,
    ),
});

export default mutant;
