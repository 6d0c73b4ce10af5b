/** Parameters in float32 are cast to the type of x before use. BN-7.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR09a',
  says: 'With float16 data float32 statistics are rounded to float16 before use.',
  owed: 'kill',
  breaks: ['BN-7.1'],
  make: (conventions) => {
    const right = batchNorm({}, { ...conventions, dtypes: ['float16'], parameterDtypes: ['float32'] });
    return {
      ...right,
      inferForward: (call) => {
        const [mean, variance] = [call.mean, call.variance].map((t) => tensor('float16', t.shape, valuesOf(t)));
        return right.inferForward({ ...call, mean, variance });
      },
    };
  },
});

export default mutant;
