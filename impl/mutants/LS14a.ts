/** The mode is read when the graph is made. BN-15.4 and BN-15.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS14a',
  says: 'eval has no effect: the layer trains as it was made to.',
  owed: 'kill',
  breaks: ['BN-15.4', 'BN-15.5'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override eval(): void {
          this.train();
        }
      },
      conventions,
    ),
});

export default mutant;
