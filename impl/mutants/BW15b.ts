/** dgamma is the sum of dy · (x - mean), which is never scaled. BN-8.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW15b',
  says: 'Training dgamma lacks the inverse standard deviation.',
  owed: 'kill',
  breaks: ['BN-8.2'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => ({ ...trainGradient(input), dgamma: trainGradient(input).dgamma / input.invStd }),
      },
      conventions,
    ),
});

export default mutant;
