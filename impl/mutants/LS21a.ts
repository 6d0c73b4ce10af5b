/** A module-wide setting, written by each constructor. BN-15.19 must object. */
import type { Conventions, LayerConfig, Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS21a',
  says: 'epsilon is that of the layer that was made last.',
  owed: 'kill',
  breaks: ['BN-15.19'],
  make: (conventions) => {
    let epsilon = 0;
    class Mistaken extends KeptLayer {
      constructor(config: LayerConfig, given: Conventions) {
        super(config, given);
        epsilon = config.epsilon;
      }

      override callOf(x: Tensor): ReturnType<KeptLayer['callOf']> {
        return { ...super.callOf(x), epsilon };
      }
    }
    return layersOf(Mistaken, conventions);
  },
});

export default mutant;
