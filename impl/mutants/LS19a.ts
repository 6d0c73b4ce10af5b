/** Scale and shift are folded at the first evaluation, and kept. BN-15.4 must object. */
import type { TrainForwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { FoldingLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS19a',
  says: 'What evaluation has folded outlives a load.',
  owed: 'kill',
  breaks: ['BN-15.4'],
  make: (conventions) =>
    layersOf(
      class extends FoldingLayer {
        override update(answer: TrainForwardResult): void {
          super.update(answer);
          this.folded = undefined;
        }
      },
      conventions,
    ),
});

export default mutant;
