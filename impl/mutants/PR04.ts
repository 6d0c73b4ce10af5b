/** A float32 sum from left to right: 2²⁴ swallows every 1 that follows (dlib, MIOpen). No clause objects. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { sumIn } from './_rounding.ts';

const round = Math.fround;

const mutant: MutantFactory = factory({
  id: 'PR04',
  says: 'Sums of gradients are taken in float32 from left to right.',
  owed: 'report',
  breaks: [],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => {
          const { dy, xhat, gamma, invStd } = input;
          const m = dy.length;
          const dbeta = sumIn('float32', dy);
          const dgamma = sumIn(
            'float32',
            dy.map((g, i) => round(g * round(xhat[i]))),
          );
          const dx = dy.map((g, i) =>
            round(round(gamma * invStd) * round(round(g - round(dbeta / m)) - round(xhat[i] * round(dgamma / m)))),
          );
          return { dx, dgamma, dbeta };
        },
      },
      conventions,
    ),
});

export default mutant;
