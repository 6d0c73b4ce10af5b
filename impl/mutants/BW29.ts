/**
 * The products dy · x̂ are rounded to half precision before they are summed (TensorFlow). BN-8.2, BN-12.4 must object.
 */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW29',
  says: 'dgamma sums products in float16, though everything is float32.',
  owed: 'kill',
  breaks: ['BN-8.2', 'BN-12.4'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => ({
          ...trainGradient(input),
          dgamma: input.dy.reduce((sum, g, i) => sum + roundTo('float16', g * input.xhat[i]), 0),
        }),
      },
      conventions,
    ),
});

export default mutant;
