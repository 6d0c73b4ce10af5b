/** Statistics that are given are taken to hold epsilon already (chainer, ncnn). BN-7.4, BN-11.13 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'EP02b',
  says: 'In inference epsilon counts as 0.',
  owed: 'kill',
  breaks: ['BN-7.4', 'BN-11.13'],
  implementation: batchNormFor(({ operation }) =>
    isInference(operation) ? { inverseStd: (v) => 1 / Math.sqrt(v) } : {},
  ),
};

export default mutant;
