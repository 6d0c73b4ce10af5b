/** The sum of the mean is kept in the type of x, where counting stalls at 2048. BN-3.1 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';
import { statisticsIn } from './_rounding.ts';

export default mutant({
  id: 'PR08b',
  says: 'In float16 the mean is summed in float16, though float32 is claimed.',
  owed: 'kill',
  breaks: ['BN-3.1'],
  make: (conventions) => batchNorm({ mean: statisticsIn('float16').mean }, { ...conventions, dtypes: ['float16'] }),
});
