/** The scale spreads over the axis of the channels alone. BN-16.4, BN-16.5 must object. */
import { foldedChannel } from '../../spec/terms/fold-as-inference.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO04b',
  says: 'Every group is scaled as the first is.',
  owed: 'kill',
  breaks: ['BN-16.4', 'BN-16.5'],
  make: (conventions) =>
    foldWithout({ channelOf: ({ groups: _g, groupAxis: _a, ...call }) => foldedChannel(call) }, conventions),
});

export default mutant;
