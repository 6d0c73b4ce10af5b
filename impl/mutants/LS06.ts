/** The old statistics are weighted before x is looked at. BN-15.24 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf, mapped } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS06',
  says: 'A forward that is refused has already weighted the running mean.',
  owed: 'kill',
  breaks: ['BN-15.24'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override forward(x: Tensor): { y: Tensor } {
          try {
            return super.forward(x);
          } catch (error) {
            const { runningMean } = this.own;
            if (runningMean) this.own = { ...this.own, runningMean: mapped(runningMean, (value) => value / 2 + 1) };
            throw error;
          }
        }
      },
      conventions,
    ),
});

export default mutant;
