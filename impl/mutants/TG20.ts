/** tgamma of the call before is kept where none is given. BN-18.15, BN-18.27 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangents } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG20',
  says: 'tgamma of the call before is kept where none is given.',
  owed: 'kill',
  breaks: ['BN-18.15', 'BN-18.27'],
  make: (conventions) => {
    let kept: Tensor | undefined;
    return withTangents((call, right) => {
      const { tgamma = kept } = call;
      kept = call.tgamma ?? kept;
      const fits = tgamma?.data.length === call.x.shape[call.axis];
      return right({ ...call, ...(fits && tgamma && { tgamma }) });
    }, conventions);
  },
});

export default mutant;
