/**
 * Forward saves the inverse standard deviation, backward expects the variance (FlagGems). BN-8.9, BN-12.5 must object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'BW08a',
  says: 'Saved inverse standard deviations are taken for variances.',
  owed: 'kill',
  breaks: ['BN-8.9', 'BN-12.5'],
  implementation: {
    ...right,
    savedBackward: (call) =>
      right.savedBackward({ ...call, invStd: mapTensor(call.invStd, (saved) => inverseStd(saved, 1e-5)) }),
  },
};

export default mutant;
