/** A NaN in tx also makes y NaN. BN-18.10, BN-18.22 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { factory } from './_factory.ts';
import { withTangents } from './_tangent.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'TG23',
  says: 'A NaN in tx also makes y NaN.',
  owed: 'kill',
  breaks: ['BN-18.10', 'BN-18.22'],
  make: (conventions) =>
    withTangents((call, right) => {
      const { y, ty } = right(call);
      return { y: valuesOf(call.tx).some(Number.isNaN) ? filled(y, NaN) : y, ty };
    }, conventions),
});

export default mutant;
