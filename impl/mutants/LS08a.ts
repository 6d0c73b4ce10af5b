/** A counter that is no part of the saved state (older checkpoints). BN-15.17 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS08a',
  says: 'load leaves the count as it is.',
  owed: 'kill',
  breaks: ['BN-15.17'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override load(state: LayerState): void {
          const { count } = this.own;
          super.load(state);
          if (count !== undefined) this.own = { ...this.own, count };
        }
      },
      conventions,
    ),
});

export default mutant;
