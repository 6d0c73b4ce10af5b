/** A counter of steps since the mode was set. BN-15.6 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS30b',
  says: 'eval sets the count to 0.',
  owed: 'kill',
  breaks: ['BN-15.6'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override eval(): void {
          super.eval();
          if (this.own.count !== undefined) this.own = { ...this.own, count: 0 };
        }
      },
      conventions,
    ),
});

export default mutant;
