/** dgamma sums ddx · dy instead of ddx · Q(dy). BN-17.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB09',
  says: 'dgamma sums ddx · dy instead of ddx · Q(dy).',
  owed: 'kill',
  breaks: ['BN-17.2'],
  make: (conventions) =>
    withSecondSteps(
      {
        dgamma: ({ r, dy, ddx }) => r * dy.reduce((sum, value, i) => sum + value * ddx[i], 0),
      },
      conventions,
    ),
});

export default mutant;
