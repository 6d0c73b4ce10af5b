/** Saved statistics take the type of x (PyTorch before it kept them apart). BN-4.1 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'PR15',
  says: 'In float16 the mean is rounded to float16 before it is subtracted.',
  owed: 'kill',
  breaks: ['BN-4.1'],
  implementation: batchNorm({ mean: (x) => roundTo('float16', mean(x)) }, { dtypes: ['float16'] }),
};

export default mutant;
