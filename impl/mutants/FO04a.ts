/** The order of a shuffle. BN-16.4, BN-16.5 must object. */
import { foldedChannel } from '../../spec/terms/fold-as-inference.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO04a',
  says: 'Channels of groups are taken in turn, instead of one block after the other.',
  owed: 'kill',
  breaks: ['BN-16.4', 'BN-16.5'],
  make: (conventions) =>
    foldWithout(
      {
        channelOf: (call) => {
          const { groups = 1, weight, axis } = call;
          const block = weight.shape[axis];
          const right = foldedChannel(call);
          return (index) => {
            const c = right(index);
            return (c % block) * groups + Math.floor(c / block);
          };
        },
      },
      conventions,
    ),
});

export default mutant;
