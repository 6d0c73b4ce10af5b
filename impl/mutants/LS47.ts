/** A default where 0 was given. BN-15.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS47',
  says: 'A momentum of 0 is taken for none given, and 0.1 used.',
  owed: 'kill',
  breaks: ['BN-15.3'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override momentum(): number {
          return this.config.momentum === 0 ? 0.1 : super.momentum();
        }
      },
      conventions,
    ),
});

export default mutant;
