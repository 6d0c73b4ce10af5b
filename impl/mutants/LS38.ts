/** Every layer has the default epsilon. BN-15.2 and BN-15.4 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS38',
  says: 'epsilon is 1e-5, whatever the layer was made with.',
  owed: 'kill',
  breaks: ['BN-15.2', 'BN-15.4'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override callOf(x: Tensor): ReturnType<KeptLayer['callOf']> {
          return { ...super.callOf(x), epsilon: 1e-5 };
        }
      },
      conventions,
    ),
});

export default mutant;
