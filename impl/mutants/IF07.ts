/**
 * Running statistics are returned in the type of x, whatever type they came in (ONNX before its second type). BN-13.4
 * must object.
 */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'IF07',
  says: 'With float16 data running statistics of float32 come back in float16.',
  owed: 'kill',
  breaks: ['BN-13.4'],
  make: (conventions) => {
    const right = batchNorm({}, { ...conventions, dtypes: ['float16'], parameterDtypes: ['float32'] });
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const { runningMean, runningVar } = answer;
        const cast = (t: Tensor): Tensor => tensor(call.x.dtype, t.shape, valuesOf(t));
        return {
          ...answer,
          ...(runningMean && { runningMean: cast(runningMean) }),
          ...(runningVar && { runningVar: cast(runningVar) }),
        };
      },
    };
  },
});

export default mutant;
