/**
 * The sums of gradients are kept in half precision and overflow above 65504 (PyTorch). BN-8.1, BN-8.2, BN-12.9 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { sumIn } from './_rounding.ts';

const mutant: MutantFactory = factory({
  id: 'BW30',
  says: 'In float16 the sums of training gradients are kept in float16.',
  owed: 'kill',
  breaks: ['BN-8.1', 'BN-8.2', 'BN-12.9'],
  make: (conventions) =>
    batchNorm(
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
      { ...conventions, dtypes: ['float16'] },
    ),
});

export default mutant;
