/** Reference counts that a copy does not raise. BN-15.20 must object. */
import type { Layer } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS48',
  says: 'Closing a layer makes the running statistics of its copies those of a new layer.',
  owed: 'kill',
  breaks: ['BN-15.20'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        copies: KeptLayer[] = [];

        override copy(): Layer {
          const other = super.copy() as KeptLayer;
          this.copies.push(other);
          return other;
        }

        close(): void {
          for (const other of this.copies) {
            const { runningMean, runningVar } = other.initial();
            if (runningMean && runningVar) other.own = { ...other.own, runningMean, runningVar };
          }
        }
      },
      conventions,
    ),
});

export default mutant;
