/**
 * With an odd number of channels training returns no running variance: one of two kernels lacks it. BN-13.11 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'IF51',
  says: 'Where the number of channels is odd training answers without running variance.',
  owed: 'kill',
  breaks: ['BN-13.11'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { runningVar, ...rest } = right.trainForward(call);
        return call.x.shape[call.axis] % 2 === 1 ? rest : { ...rest, ...(runningVar && { runningVar }) };
      },
    };
  },
});

export default mutant;
