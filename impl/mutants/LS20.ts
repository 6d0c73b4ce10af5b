/** A batch of one is taken for a special case. BN-15.4 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf, type Pending } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS20',
  says: 'In evaluation a single value per channel is normalized by itself.',
  owed: 'kill',
  breaks: ['BN-15.4'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override evaluated(x: Tensor, given: NonNullable<Pending['given']>): Tensor {
          const { channels } = this.config;
          return x.data.length === channels ? this.trained(x).y : super.evaluated(x, given);
        }
      },
      conventions,
    ),
});

export default mutant;
