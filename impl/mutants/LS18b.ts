/** Bias correction as in Adam, when statistics are used. BN-15.4 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { KeptLayer, layersOf, mapped, type Pending } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS18b',
  says: 'In evaluation the running mean is divided by 1 - (1 - α)ⁿ.',
  owed: 'kill',
  breaks: ['BN-15.4'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override evaluated(x: Tensor, given: NonNullable<Pending['given']>): Tensor {
          const { count = 0 } = this.own;
          const { momentum } = this.config;
          if (count === 0 || momentum === null) return super.evaluated(x, given);
          const weight = this.conventions.momentumWeights === 'old' ? 1 - momentum : momentum;
          const part = 1 - (1 - weight) ** count;
          return super.evaluated(x, { ...given, mean: mapped(given.mean, (value) => value / part) });
        }
      },
      conventions,
    ),
});

export default mutant;
