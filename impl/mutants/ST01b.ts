/**
 * The statistics that are handed out are right; only y divides by the unbiased variance. BN-4.1, BN-11.2 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { runningStatistic } from '../plain/running.ts';
import { variance } from '../plain/statistics.ts';
import type { Steps } from '../plain/steps.ts';
import { batchNorm, onlyIn } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const unbiased: Steps['variance'] = (x, mean) => runningStatistic(variance(x, mean), x.length, 'unbiased');

const mutant: MutantFactory = factory({
  id: 'ST01b',
  says: 'y alone is normalized with the unbiased variance v · m / (m - 1).',
  owed: 'kill',
  breaks: ['BN-4.1', 'BN-11.2'],
  make: (conventions) => onlyIn(batchNorm({ variance: unbiased }, conventions), { trainForward: ['y'] }),
});

export default mutant;
