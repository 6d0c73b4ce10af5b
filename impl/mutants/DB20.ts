/** Without ddgamma, ddbeta is ignored. BN-17.4 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecond } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB20',
  says: 'Without ddgamma, ddbeta is ignored.',
  owed: 'kill',
  breaks: ['BN-17.4'],
  make: (conventions) =>
    withSecond((call, right) => {
      const { ddbeta, ...rest } = call;
      return right(
        call.ddgamma === undefined && call.ddx !== undefined ? rest : { ...rest, ...(ddbeta && { ddbeta }) },
      );
    }, conventions),
});

export default mutant;
