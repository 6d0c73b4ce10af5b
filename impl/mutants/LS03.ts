/** The running statistics are updated first, and then they normalize. BN-15.2 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS03',
  says: 'In training y is normalized by the running statistics that the step has just updated.',
  owed: 'kill',
  breaks: ['BN-15.2'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override trainingForward(x: Tensor): Tensor {
          const y = super.trainingForward(x);
          return this.own.runningMean ? this.evaluated(x, this.running()) : y;
        }
      },
      conventions,
    ),
});

export default mutant;
