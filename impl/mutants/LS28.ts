/** Parameters are copied, buffers are not. BN-15.20 must object. */
import type { Layer } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS28',
  says: 'A copy begins with new running statistics.',
  owed: 'kill',
  breaks: ['BN-15.20'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override copy(): Layer {
          const other = this.fresh();
          const { gamma, beta } = this.state();
          other.own = { ...other.own, ...(gamma && { gamma }), ...(beta && { beta }) };
          other.training = this.training;
          return other;
        }
      },
      conventions,
    ),
});

export default mutant;
