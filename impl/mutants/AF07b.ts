/** One flag for two parameters. BN-5.3, BN-7.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'AF07b',
  says: 'Without beta gamma is ignored as well.',
  owed: 'kill',
  breaks: ['BN-5.3', 'BN-7.2'],
  implementation: eachOperation((operation, call) => {
    const { gamma: _gamma, ...rest } = call;
    const ignored = !operation.endsWith('Backward') && !('beta' in call && call.beta);
    return right[operation]((ignored ? rest : call) as never);
  }),
};

export default mutant;
