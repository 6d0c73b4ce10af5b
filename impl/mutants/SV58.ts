/** The saved inverse standard deviation is computed from fmax(v, 0), which turns NaN into 0. BN-14.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SV58',
  says: 'The inverse standard deviation of a NaN is 1 / √epsilon.',
  owed: 'kill',
  breaks: ['BN-14.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { invStd, ...rest } = right.trainForward(call);
        const r = 1 / Math.sqrt(call.epsilon);
        return { ...rest, ...(invStd && { invStd: mapTensor(invStd, (value) => (Number.isNaN(value) ? r : value)) }) };
      },
    };
  },
});

export default mutant;
