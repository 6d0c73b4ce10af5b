/** One formula for both modes; in inference its terms cancel. BN-10.12 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inferGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX15',
  says: 'Inference dx holds x̂ - x̂, so that an infinity or NaN in x makes it NaN.',
  owed: 'kill',
  breaks: ['BN-10.12'],
  implementation: batchNorm({
    inferGradient: (input) => {
      const { dx, ...sums } = inferGradient(input);
      return { ...sums, dx: dx.map((value, i) => value + (input.xhat[i] - input.xhat[i])) };
    },
  }),
};

export default mutant;
