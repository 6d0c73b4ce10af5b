/** Zeros are taken for padding. BN-10.11 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX39',
  says: 'The mean leaves out values that are 0, unless all are.',
  owed: 'kill',
  breaks: ['BN-10.11'],
  implementation: batchNorm({
    mean: (x) => {
      const others = x.filter((value) => value !== 0);
      return mean(others.length > 0 ? others : x);
    },
  }),
};

export default mutant;
