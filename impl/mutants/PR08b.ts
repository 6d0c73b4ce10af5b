/** The sum of the mean is kept in the type of x, where counting stalls at 2048. BN-3.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { statisticsIn } from './_rounding.ts';

const mutant: MutantFactory = factory({
  id: 'PR08b',
  says: 'In float16 the mean is summed in float16, though float32 is claimed.',
  owed: 'kill',
  breaks: ['BN-3.1'],
  make: (conventions) => batchNorm({ mean: statisticsIn('float16').mean }, { ...conventions, dtypes: ['float16'] }),
});

export default mutant;
