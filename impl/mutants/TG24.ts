/** A missing gamma counts as 0 in ty. BN-18.3, BN-18.18 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangents } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG24',
  says: 'A missing gamma counts as 0 in ty.',
  owed: 'kill',
  breaks: ['BN-18.3', 'BN-18.18'],
  make: (conventions) =>
    withTangents((call, right) => right(call, call.gamma ? {} : { ty: (_, { tbeta }) => tbeta }), conventions),
});

export default mutant;
