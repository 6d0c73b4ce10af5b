/** An inverse standard deviation is no larger than the usual epsilon makes it. BN-8.9 must object. */
import { mapTensor } from './_tensors.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX54',
  says: 'Gradients from saved statistics take an inverse standard deviation beyond 320 for 320.',
  owed: 'kill',
  breaks: ['BN-8.9'],
  implementation: {
    ...right,
    savedBackward: (call) =>
      right.savedBackward({ ...call, invStd: mapTensor(call.invStd, (value) => Math.min(value, 320)) }),
  },
};

export default mutant;
