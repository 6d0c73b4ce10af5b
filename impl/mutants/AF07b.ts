/** One flag serves both parameters, so that a missing beta switches gamma off as well. BN-5.3, BN-7.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation, isBackward } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AF07b',
  says: 'Without beta gamma is ignored as well.',
  owed: 'kill',
  breaks: ['BN-5.3', 'BN-7.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      const { gamma: _gamma, ...rest } = call;
      const ignored = !isBackward(operation) && !('beta' in call && call.beta);
      return right[operation]((ignored ? rest : call) as never);
    }, conventions);
  },
});

export default mutant;
