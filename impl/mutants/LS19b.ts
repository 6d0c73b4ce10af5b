/** Scale and shift are folded at the first evaluation, and kept until weights are loaded. BN-15.29 must object. */
import type { LayerState } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { FoldingLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS19b',
  says: 'What evaluation has folded outlives a step of training.',
  owed: 'kill',
  breaks: ['BN-15.29'],
  make: (conventions) =>
    layersOf(
      class extends FoldingLayer {
        override load(state: LayerState): void {
          super.load(state);
          this.folded = undefined;
        }
      },
      conventions,
    ),
});

export default mutant;
