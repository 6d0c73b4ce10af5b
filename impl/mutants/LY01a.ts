/** Channels last is read as channels first (chainer, Oneflow, DL4J). BN-2.4, BN-2.6 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { rereading } from './_reread.ts';

const mutant: MutantFactory = factory({
  id: 'LY01a',
  says: 'The channel axis is always taken to be axis 1.',
  owed: 'kill',
  breaks: ['BN-2.4', 'BN-2.6'],
  make: (conventions) =>
    rereading(
      ({ batch, channels, perChannel }) => ({
        shape: [batch, channels, perChannel / batch],
        axis: 1,
      }),
      conventions,
    ),
});

export default mutant;
