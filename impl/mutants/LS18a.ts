/** The first batch replaces the initial values. BN-15.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS18a',
  says: 'The first step takes over the statistics of its batch, whatever the momentum.',
  owed: 'kill',
  breaks: ['BN-15.3'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override momentum(): number {
          return this.own.count === 0 ? this.asMomentum(1) : super.momentum();
        }
      },
      conventions,
    ),
});

export default mutant;
