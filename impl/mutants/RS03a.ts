/** The biased variance is claimed, as ONNX asks for, and the unbiased one averaged. BN-6.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { runningStatistic } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS03a',
  says: 'The running variance takes in the unbiased variance.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  make: (conventions) =>
    batchNorm(
      { runningStatistic: (v, m) => runningStatistic(v, m, 'unbiased') },
      { ...conventions, runningVariance: 'biased' },
    ),
});

export default mutant;
