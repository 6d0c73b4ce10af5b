/** A converter for ordinary convolutions, given a transposed one. BN-16.1, BN-16.5 must object. */
import { foldedChannel } from '../../spec/terms/fold-as-inference.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO05',
  says: 'The output channels are always looked for on axis 0.',
  owed: 'kill',
  breaks: ['BN-16.1', 'BN-16.5'],
  make: (conventions) =>
    foldWithout(
      {
        channelOf: ({ groups: _g, groupAxis: _a, ...call }) => {
          const right = foldedChannel({ ...call, axis: 0 });
          const channels = call.mean.data.length;
          return (index) => right(index) % channels;
        },
      },
      conventions,
    ),
});

export default mutant;
