/** Statistics that are not tracked are taken for mean 0 and variance 1. BN-15.16 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { vectorOf } from '../plain/layer-state.ts';
import { KeptLayer, layersOf } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'LS29',
  says: 'Without running statistics evaluation takes a mean of 0 and a variance of 1.',
  owed: 'kill',
  breaks: ['BN-15.16'],
  make: (conventions) =>
    layersOf(
      class extends KeptLayer {
        override usesBatch(): boolean {
          return this.training;
        }

        override running(): { mean: Tensor; variance: Tensor } {
          const { runningMean: mean = vectorOf(this.config, 0), runningVar: variance = vectorOf(this.config, 1) } =
            this.own;
          return { mean, variance };
        }
      },
      conventions,
    ),
});

export default mutant;
