/** An answer that is kept by its x. BN-15.31 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf, sameBits } from '../../spec/terms/tensor.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS40',
  says: 'An x that is the latest one again is answered from a cache, and trains nothing.',
  owed: 'kill',
  breaks: ['BN-15.31'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        latest: Tensor | undefined;
        answer: Tensor | undefined;

        override trainingForward(x: Tensor): Tensor {
          const { latest, answer } = this;
          if (latest && answer && sameBits(latest, x)) return copyOf(answer);
          this.latest = copyOf(x);
          this.answer = super.trainingForward(x);
          return copyOf(this.answer);
        }
      },
      conventions,
    ),
});

export default mutant;
