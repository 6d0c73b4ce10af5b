/** Momentum is scheduled: it halves with each step. BN-15.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS39',
  says: 'The momentum becomes smaller with each step.',
  owed: 'kill',
  breaks: ['BN-15.3'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override momentum(): number {
          const { momentum } = this.config;
          const { count = 0 } = this.own;
          if (momentum === null || count === 0) return super.momentum();
          const weight = this.conventions.momentumWeights === 'old' ? 1 - momentum : momentum;
          return this.asMomentum(weight / 2);
        }
      },
      conventions,
    ),
});

export default mutant;
