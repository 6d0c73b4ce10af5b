/** A name that differs between saving and loading is skipped in silence. BN-15.17 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS12a',
  says: 'load leaves beta as it is.',
  owed: 'kill',
  breaks: ['BN-15.17'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override load(state: LayerState): void {
          const { beta } = this.own;
          super.load(state);
          if (beta) this.own = { ...this.own, beta };
        }
      },
      conventions,
    ),
});

export default mutant;
