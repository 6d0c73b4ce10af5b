/**
 * The sums in dx run over the batch and not over the positions, so that each position has its own (mlpack). BN-8.3,
 * BN-11.11 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW11',
  says: 'In training dx the sums run over the first axes only, position by position.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.11'],
  make: (conventions) =>
    batchNormFor(
      ({ outer, inner }) => ({
        trainGradient: (input) => {
          const { dy, xhat, gamma, invStd } = input;
          const meanAt = (position: number, term: (i: number) => number): number =>
            Array.from({ length: outer }, (_, n) => term(n * inner + position)).reduce((a, b) => a + b, 0) / outer;
          const dx = dy.map((g, i) => {
            const meanDy = meanAt(i % inner, (k) => dy[k]);
            const meanDyXhat = meanAt(i % inner, (k) => dy[k] * xhat[k]);
            return gamma * invStd * (g - meanDy - xhat[i] * meanDyXhat);
          });
          return { ...trainGradient(input), dx };
        },
      }),
      conventions,
    ),
});

export default mutant;
