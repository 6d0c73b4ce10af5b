/** The difference x - mean is rounded before it is scaled. BN-4.1 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR18',
  says: 'In bfloat16 x - mean is rounded to bfloat16, after the mean was.',
  owed: 'kill',
  breaks: ['BN-4.1'],
  make: (conventions) =>
    batchNorm(
      { normalize: (x, mean, invStd) => roundTo('bfloat16', x - roundTo('bfloat16', mean)) * invStd },
      { ...conventions, dtypes: ['bfloat16'] },
    ),
});

export default mutant;
