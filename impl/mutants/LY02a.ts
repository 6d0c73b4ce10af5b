/** A channel axis of 0 counts as not given: axis || 1. BN-2.4, BN-2.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { rereading } from './_reread.ts';

const mutant: MutantFactory = factory({
  id: 'LY02a',
  says: 'With the channels on axis 0 axis 1 is taken.',
  owed: 'kill',
  breaks: ['BN-2.4', 'BN-2.5'],
  make: (conventions) =>
    rereading(
      ({ axis, batch, channels, perChannel }) =>
        axis === 0 ? { shape: [batch, channels, perChannel / batch], axis: 1 } : undefined,
      conventions,
    ),
});

export default mutant;
