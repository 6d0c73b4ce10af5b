/**
 * One formula of dx serves both modes; in inference its terms in x̂ cancel, unless they are infinite or NaN. BN-10.12
 * must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inferGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SV52',
  says: 'Inference dx holds x̂ - x̂, so that an infinity or NaN in x makes it NaN.',
  owed: 'kill',
  breaks: ['BN-10.12'],
  make: (conventions) =>
    batchNorm(
      {
        inferGradient: (input) => {
          const { dx, ...sums } = inferGradient(input);
          return { ...sums, dx: dx.map((value, i) => value + (input.xhat[i] - input.xhat[i])) };
        },
      },
      conventions,
    ),
});

export default mutant;
