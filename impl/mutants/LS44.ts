/** Statistics that are taken to have settled. BN-15.30 must object. */
import type { TrainForwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const settled = 100;

const mutant: MutantFactory = factory({
  id: 'LS44',
  says: 'From step 100 on the running statistics are left as they are.',
  owed: 'kill',
  breaks: ['BN-15.30'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        steps = 0;

        override update(answer: TrainForwardResult): void {
          this.steps += 1;
          const { runningMean, runningVar } = this.own;
          super.update(answer);
          if (this.steps >= settled && runningMean && runningVar) this.own = { ...this.own, runningMean, runningVar };
        }
      },
      conventions,
    ),
});

export default mutant;
