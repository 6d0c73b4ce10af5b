/** Squared deviations pass through a unit with ten bits of fraction (tt-metal). BN-3.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

/** float32 with a fraction of 10 bits. */
const tf32 = (value: number): number => {
  const unit = 2 ** (Math.floor(Math.log2(value)) - 10);
  return value === 0 ? 0 : Math.round(value / unit) * unit;
};

const mutant: MutantFactory = factory({
  id: 'PR16',
  says: 'Squared deviations are rounded to ten bits before they are summed.',
  owed: 'kill',
  breaks: ['BN-3.2'],
  make: (conventions) =>
    batchNorm(
      {
        variance: (x, center) => x.reduce((sum, value) => sum + tf32((value - center) ** 2), 0) / x.length,
      },
      conventions,
    ),
});

export default mutant;
