/** Gradients read channels last as channels first (Paddle). BN-2.9, BN-8.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { isOf } from '../../spec/terms/operations.ts';
import { factory } from './_factory.ts';
import { rereading } from './_reread.ts';

const mutant: MutantFactory = factory({
  id: 'LY01b',
  says: 'In gradients the channel axis is always taken to be axis 1.',
  owed: 'kill',
  breaks: ['BN-2.9', 'BN-8.3'],
  make: (conventions) =>
    rereading(
      ({ operation, batch, channels, perChannel }) =>
        isOf('backward', operation) ? { shape: [batch, channels, perChannel / batch], axis: 1 } : undefined,
      conventions,
    ),
});

export default mutant;
