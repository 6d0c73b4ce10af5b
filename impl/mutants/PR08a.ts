/** Sums are kept in the type of x, where counting stalls at 256. BN-3.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { statisticsIn } from './_rounding.ts';

const mutant: MutantFactory = factory({
  id: 'PR08a',
  says: 'In bfloat16 sums are kept in bfloat16, though float32 is claimed.',
  owed: 'kill',
  breaks: ['BN-3.1'],
  make: (conventions) => batchNorm(statisticsIn('bfloat16'), { ...conventions, dtypes: ['bfloat16'] }),
});

export default mutant;
