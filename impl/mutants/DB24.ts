/** ddgamma of the call before is kept where none is given. BN-17.18 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecond } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB24',
  says: 'ddgamma of the call before is kept where none is given.',
  owed: 'kill',
  breaks: ['BN-17.18'],
  make: (conventions) => {
    let kept: Tensor | undefined;
    return withSecond((call, right) => {
      const { ddgamma = kept } = call;
      kept = call.ddgamma ?? kept;
      const fits = ddgamma?.data.length === call.x.shape[call.axis];
      return right({ ...call, ...(fits && ddgamma && { ddgamma }) });
    }, conventions);
  },
});

export default mutant;
