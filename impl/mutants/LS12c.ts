/** Weights in a list, read in another order. BN-15.17 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS12c',
  says: 'load puts gamma and beta into each other’s place.',
  owed: 'kill',
  breaks: ['BN-15.17'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override load(state: LayerState): void {
          super.load(state);
          const { gamma: beta, beta: gamma } = this.own;
          if (gamma && beta) this.own = { ...this.own, gamma, beta };
        }
      },
      conventions,
    ),
});

export default mutant;
