/** Frozen once and for all. BN-15.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS14b',
  says: 'After eval, train has no effect.',
  owed: 'kill',
  breaks: ['BN-15.7'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        frozen = false;

        override eval(): void {
          super.eval();
          this.frozen = true;
        }

        override train(): void {
          if (!this.frozen) super.train();
        }
      },
      conventions,
    ),
});

export default mutant;
