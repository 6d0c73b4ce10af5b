/** A frozen layer whose variance is still averaged. BN-15.5 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS17',
  says: 'In evaluation the running variance still moves.',
  owed: 'kill',
  breaks: ['BN-15.5'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override evaluationForward(x: Tensor): Tensor {
          const y = super.evaluationForward(x);
          const { runningVar } = this.trained(x);
          if (runningVar) this.own = { ...this.own, runningVar };
          return y;
        }
      },
      conventions,
    ),
});

export default mutant;
