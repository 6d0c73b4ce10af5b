/** The mean of tx is taken over all channels. BN-18.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { plainTangentSteps } from '../plain/tangents.ts';
import { factory } from './_factory.ts';
import { withTangents } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG12',
  says: 'The mean of tx is taken over all channels.',
  owed: 'kill',
  breaks: ['BN-18.1'],
  make: (conventions) =>
    withTangents((call, right) => {
      const tx = valuesOf(call.tx);
      const tmean = tx.reduce((sum, value) => sum + value, 0) / tx.length;
      return right(call, { ofBatch: (x, own) => ({ ...plainTangentSteps.ofBatch(x, own), tmean }) });
    }, conventions),
});

export default mutant;
