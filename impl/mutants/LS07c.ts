/** The number of steps is kept beside the state. BN-15.14 and BN-15.18 must object. */
import type { LayerState, TrainForwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS07c',
  says: 'With momentum null the weights begin again from 1 after a load.',
  owed: 'kill',
  breaks: ['BN-15.14', 'BN-15.18'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        steps = 0;

        override cumulativeWeight(): number {
          return 1 / (this.steps + 1);
        }

        override update(answer: TrainForwardResult): void {
          super.update(answer);
          this.steps += 1;
        }

        override load(state: LayerState): void {
          super.load(state);
          this.steps = 0;
        }
      },
      conventions,
    ),
});

export default mutant;
