/** A running sum in the type of x stalls at 2048. BN-3.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { statisticsIn } from './_rounding.ts';

const mutant: Mutant = {
  id: 'PR08b',
  says: 'In float16 the mean is summed in float16, though float32 is claimed.',
  owed: 'kill',
  breaks: ['BN-3.1'],
  implementation: batchNorm({ mean: statisticsIn('float16').mean }, { dtypes: ['float16'] }),
};

export default mutant;
