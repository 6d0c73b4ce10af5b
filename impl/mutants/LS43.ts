/** A mode that is set for the length of a call, and not put back where that throws. BN-15.24 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { checkInput } from '../plain/check-layer-arguments.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS43',
  says: 'A forward that is refused leaves the layer in evaluation.',
  owed: 'kill',
  breaks: ['BN-15.24'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override forward(x: Tensor): { y: Tensor } {
          const { training } = this;
          this.training = false;
          checkInput(x, this.config);
          this.training = training;
          return super.forward(x);
        }
      },
      conventions,
    ),
});

export default mutant;
