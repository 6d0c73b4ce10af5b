/** The layer is folded as if it had none. BN-16.2, BN-16.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO01',
  says: 'The bias of the layer is left out.',
  owed: 'kill',
  breaks: ['BN-16.2', 'BN-16.5'],
  make: (conventions) => foldWithout({ bias: (_, mean, scale, beta) => -mean * scale + beta }, conventions),
});

export default mutant;
