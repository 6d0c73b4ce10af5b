/** It went through the scale of weight before. BN-16.2, BN-16.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO02',
  says: 'The bias of the layer is scaled twice.',
  owed: 'kill',
  breaks: ['BN-16.2', 'BN-16.5'],
  make: (conventions) =>
    foldWithout({ bias: (bias, mean, scale, beta) => (bias * scale - mean) * scale + beta }, conventions),
});

export default mutant;
