/** Sums in half precision overflow above 65504 (PyTorch). BN-8.1, BN-8.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { sumIn } from './_rounding.ts';

const mutant: Mutant = {
  id: 'BW30',
  says: 'In float16 the sums of training gradients are kept in float16.',
  owed: 'kill',
  breaks: ['BN-8.1', 'BN-8.2'],
  implementation: batchNorm(
    {
      trainGradient: ({ dy, xhat, gamma, invStd }) => {
        const m = dy.length;
        const dbeta = sumIn('float16', dy);
        const dgamma = sumIn(
          'float16',
          dy.map((g, i) => g * xhat[i]),
        );
        const dx = dy.map((g, i) => gamma * invStd * (g - dbeta / m - (xhat[i] * dgamma) / m));
        return { dx, dgamma, dbeta };
      },
    },
    { dtypes: ['float16'] },
  ),
};

export default mutant;
