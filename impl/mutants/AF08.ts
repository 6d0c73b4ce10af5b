/** x̂ is cast to the type of x before it is scaled (candle). BN-5.1 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { normalize } from '../plain/normalize.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AF08',
  says: 'In float16 x̂ is rounded to float16 before gamma and beta are applied.',
  owed: 'kill',
  breaks: ['BN-5.1'],
  make: (conventions) =>
    batchNorm(
      { normalize: (x, mean, invStd) => roundTo('float16', normalize(x, mean, invStd)) },
      { ...conventions, dtypes: ['float16'] },
    ),
});

export default mutant;
