/**
 * Gradients from saved statistics clip the inverse standard deviation at what the usual epsilon allows. BN-8.9 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'CL05',
  says: 'Gradients from saved statistics take an inverse standard deviation beyond 320 for 320.',
  owed: 'kill',
  breaks: ['BN-8.9'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      savedBackward: (call) =>
        right.savedBackward({ ...call, invStd: mapTensor(call.invStd, (value) => Math.min(value, 320)) }),
    };
  },
});

export default mutant;
