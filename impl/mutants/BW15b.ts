/** dgamma is the sum of dy · (x - mean), which is never scaled. BN-8.2 must object. */
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
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
