/**
 * Dividing by m - 1 is right for the running variance and wrong for everything else (darknet). BN-3.2, BN-4.1 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { runningStatistic } from '../plain/running.ts';
import { variance } from '../plain/statistics.ts';
import type { Steps } from '../plain/steps.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const unbiased: Steps['variance'] = (x, mean) => runningStatistic(variance(x, mean), x.length, 'unbiased');

const mutant: MutantFactory = factory({
  id: 'ST01a',
  says: 'Everything is normalized with the unbiased variance v · m / (m - 1).',
  owed: 'kill',
  breaks: ['BN-3.2', 'BN-4.1'],
  make: (conventions) => batchNorm({ variance: unbiased, runningStatistic: (v) => v }, conventions),
});

export default mutant;
