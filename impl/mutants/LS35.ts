/** The optimizer’s copy of gamma is used, and load writes to the other. BN-15.2 must object. */
import type { Tensor, TrainForwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS35',
  says: 'In training gamma is the one that the layer was made with.',
  owed: 'kill',
  breaks: ['BN-15.2'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override trained(x: Tensor): TrainForwardResult {
          const { own } = this;
          const { gamma } = this.initial();
          if (gamma) this.own = { ...own, gamma };
          const answer = super.trained(x);
          this.own = own;
          return answer;
        }
      },
      conventions,
    ),
});

export default mutant;
