/** The biased variance is claimed, as ONNX asks for, and the unbiased one averaged. BN-6.2 must object. */
import { runningStatistic } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
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
