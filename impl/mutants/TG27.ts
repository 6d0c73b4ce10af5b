/** Values beyond the last whole vector of four have no tangent in inference. BN-18.24 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangents } from './_tangent.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'TG27',
  says: 'Values beyond the last whole vector of four have no tangent in inference.',
  owed: 'kill',
  breaks: ['BN-18.24'],
  make: (conventions) =>
    withTangents((call, right) => {
      const { y, ty } = right(call);
      const whole = ty.data.length < 4 ? ty.data.length : ty.data.length - (ty.data.length % 4);
      return { y, ty: call.mean ? mapTensor(ty, (value, i) => (i < whole ? value : 0)) : ty };
    }, conventions),
});

export default mutant;
