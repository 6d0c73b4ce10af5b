/** The momentum of another framework’s convention. BN-15.3 and BN-15.28 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS33',
  says: 'The layer weighs the other value with its momentum than the claims say.',
  owed: 'kill',
  breaks: ['BN-15.3', 'BN-15.28'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override momentum(): number {
          const { momentum } = this.config;
          return momentum === null ? super.momentum() : 1 - momentum;
        }
      },
      conventions,
    ),
});

export default mutant;
