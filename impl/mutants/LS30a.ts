/** Setting the mode goes by way of the constructor. BN-15.6 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS30a',
  says: 'train makes the running statistics those of a new layer.',
  owed: 'kill',
  breaks: ['BN-15.6'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override train(): void {
          super.train();
          const { runningMean, runningVar } = this.initial();
          this.own = { ...this.own, ...(runningMean && { runningMean }), ...(runningVar && { runningVar }) };
        }
      },
      conventions,
    ),
});

export default mutant;
