/**
 * Forward saves the inverse standard deviation, backward expects the variance (FlagGems). BN-8.9, BN-12.5 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'BW08a',
  says: 'Saved inverse standard deviations are taken for variances.',
  owed: 'kill',
  breaks: ['BN-8.9', 'BN-12.5'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      savedBackward: (call) =>
        right.savedBackward({ ...call, invStd: mapTensor(call.invStd, (saved) => inverseStd(saved, 1e-5)) }),
    };
  },
});

export default mutant;
