/** A module-wide setting, written by each constructor. BN-15.19 must object. */
import type { Conventions, LayerConfig } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS21b',
  says: 'The momentum is that of the layer that was made last.',
  owed: 'kill',
  breaks: ['BN-15.19'],
  make: (conventions) => {
    let momentum: number | null = null;
    class Mistaken extends KeptLayer {
      constructor(config: LayerConfig, given: Conventions) {
        super(config, given);
        momentum = config.momentum;
      }

      override momentum(): number {
        return momentum ?? super.momentum();
      }
    }
    return layersOf(Mistaken, conventions);
  },
});

export default mutant;
