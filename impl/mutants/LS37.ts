/** One output buffer for all calls. BN-15.23 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS37',
  says: 'y of a later forward is written over that of an earlier one.',
  owed: 'kill',
  breaks: ['BN-15.23'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        buffer: Tensor | undefined;

        override forward(x: Tensor): { y: Tensor } {
          const { y } = super.forward(x);
          if (this.buffer?.data.length !== y.data.length) this.buffer = y;
          this.buffer.data.set(y.data);
          return { y: { ...this.buffer, shape: y.shape } };
        }
      },
      conventions,
    ),
});

export default mutant;
