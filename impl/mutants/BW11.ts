/** The sums of the backward pass leave out the positions (mlpack). BN-8.3, BN-11.11 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW11',
  says: 'In training dx the sums run over the first axes only, position by position.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.11'],
  implementation: batchNormFor(({ outer, inner }) => ({
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
  })),
};

export default mutant;
