/** Ranks exchange sums and sums of squares, and their difference cancels (Paddle, Haiku). BN-12.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { sumIn } from './_rounding.ts';

const round = Math.fround;

const mutant: MutantFactory = factory({
  id: 'SY03',
  says: 'Two halves of the batch exchange E[x] and E[x²] in float32.',
  owed: 'grade',
  breaks: ['BN-12.2'],
  make: (conventions) =>
    batchNorm(
      {
        variance: (x) => {
          const [a, b] = [x.subarray(0, x.length >> 1), x.subarray(x.length >> 1)];
          const both = (term: (value: number) => number): number =>
            round(round(sumIn('float32', a.map(term)) + sumIn('float32', b.map(term))) / x.length);
          return Math.max(0, round(both((value) => round(value * value)) - round(both((value) => value) ** 2)));
        },
      },
      conventions,
    ),
});

export default mutant;
