/** A test for presence that 0 does not pass. BN-15.17 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS41',
  says: 'load takes a count of 0 for none, and leaves that of the layer.',
  owed: 'kill',
  breaks: ['BN-15.17'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override load(state: LayerState): void {
          const { count } = this.own;
          super.load(state);
          if (count !== undefined) this.own = { ...this.own, count: state.count || count };
        }
      },
      conventions,
    ),
});

export default mutant;
