/** A running sum in the type of x stalls at 256. BN-3.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { statisticsIn } from './_rounding.ts';

const mutant: Mutant = {
  id: 'PR08a',
  says: 'In bfloat16 sums are kept in bfloat16, though float32 is claimed.',
  owed: 'kill',
  breaks: ['BN-3.1'],
  implementation: batchNorm(statisticsIn('bfloat16'), { dtypes: ['bfloat16'] }),
};

export default mutant;
