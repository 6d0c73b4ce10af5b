/** A flag that is read the wrong way round in training. BN-15.2 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS02',
  says: 'In training y is normalized by the running statistics.',
  owed: 'kill',
  breaks: ['BN-15.2'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override trainingForward(x: Tensor): Tensor {
          const y = this.own.runningMean ? this.evaluated(x, this.running()) : undefined;
          return y ? (super.trainingForward(x), y) : super.trainingForward(x);
        }
      },
      conventions,
    ),
});

export default mutant;
