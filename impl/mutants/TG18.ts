/** In inference ty is that of training. BN-18.16 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangents } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG18',
  says: 'In inference ty is that of training.',
  owed: 'kill',
  breaks: ['BN-18.16'],
  make: (conventions) =>
    withTangents((call, right) => {
      const { mean: _mean, variance: _variance, ...training } = call;
      return { y: right(call).y, ty: right(training).ty };
    }, conventions),
});

export default mutant;
