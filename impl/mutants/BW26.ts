/** With one value per channel dy is passed through as dx (Paddle). No clause objects. */
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
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
