/** A least epsilon, as a library of kernels asks for. BN-15.4 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS49',
  says: 'epsilon is at least 1e-3.',
  owed: 'kill',
  breaks: ['BN-15.4'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override callOf(x: Tensor): ReturnType<KeptLayer['callOf']> {
          const call = super.callOf(x);
          return { ...call, epsilon: Math.max(call.epsilon, 1e-3) };
        }
      },
      conventions,
    ),
});

export default mutant;
