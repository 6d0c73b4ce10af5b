/** y is moved along its own tangent. BN-18.2, BN-18.17 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { factory } from './_factory.ts';
import { withTangents } from './_tangent.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'TG19',
  says: 'y is moved along its own tangent.',
  owed: 'kill',
  breaks: ['BN-18.2', 'BN-18.17'],
  make: (conventions) =>
    withTangents((call, right) => {
      const { y, ty } = right(call);
      const moves = valuesOf(ty);
      return { y: mapTensor(y, (value, i) => value + moves[i] / 16), ty };
    }, conventions),
});

export default mutant;
