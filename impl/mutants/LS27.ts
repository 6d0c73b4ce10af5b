/** A copy is made as a new layer is. BN-15.20 must object. */
import type { Layer } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS27',
  says: 'A copy is in training, whatever its original is in.',
  owed: 'kill',
  breaks: ['BN-15.20'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override copy(): Layer {
          const other = this.fresh();
          other.own = this.state();
          return other;
        }
      },
      conventions,
    ),
});

export default mutant;
