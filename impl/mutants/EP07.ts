/**
 * Small epsilons are raised in silence to a minimum that is claimed nowhere (TensorFlow, mxnet). BN-4.2, BN-7.4, BN-8.8
 * must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP07',
  says: 'An epsilon below 1.001e-5 is raised to it.',
  owed: 'kill',
  breaks: ['BN-4.2', 'BN-7.4', 'BN-8.8'],
  make: (conventions) =>
    batchNorm({ inverseStd: (v, epsilon) => inverseStd(v, Math.max(epsilon, 1.001e-5)) }, conventions),
});

export default mutant;
