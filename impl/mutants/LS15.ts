/** The flag is read in both passes. BN-15.10 must object. */
import type { BackwardResult, Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf, type Pending } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS15',
  says: 'backward takes the mode of the moment, not that of its forward.',
  owed: 'kill',
  breaks: ['BN-15.10'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override gradients(dy: Tensor, { x }: Pending): BackwardResult {
          const given = this.training || !this.own.runningMean ? {} : { given: this.running() };
          return super.gradients(dy, { x, training: this.training, ...given });
        }
      },
      conventions,
    ),
});

export default mutant;
