/**
 * gamma · (x - mean) comes before the inverse standard deviation and overflows where y does not: outside the domain. No
 * clause objects.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { isOf } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SV10',
  says: 'y is (gamma · (x - mean)) · r with an intermediate result in float32.',
  owed: 'report',
  breaks: [],
  make: (conventions) =>
    batchNormFor(({ operation }) => {
      let r = 1;
      if (isOf('backward', operation)) return {};
      return {
        normalize: (x, mean, invStd) => {
          r = invStd;
          return x - mean;
        },
        affine: (centred, gamma, beta) => Math.fround(gamma * centred) * r + beta,
      };
    }, conventions),
});

export default mutant;
