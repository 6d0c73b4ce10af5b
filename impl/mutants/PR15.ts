/**
 * The mean is saved in the type of x and subtracted as saved (PyTorch before it kept statistics in float32). BN-4.1
 * must object.
 */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR15',
  says: 'In float16 the mean is rounded to float16 before it is subtracted.',
  owed: 'kill',
  breaks: ['BN-4.1'],
  make: (conventions) =>
    batchNorm({ mean: (x) => roundTo('float16', mean(x)) }, { ...conventions, dtypes: ['float16'] }),
});

export default mutant;
