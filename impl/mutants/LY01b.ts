/** The backward pass never learned of channels last (Paddle). BN-2.9, BN-8.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { isOf } from '../../spec/terms/operations.ts';
import { rereading } from './_reread.ts';

const mutant: Mutant = {
  id: 'LY01b',
  says: 'In gradients the channel axis is always taken to be axis 1.',
  owed: 'kill',
  breaks: ['BN-2.9', 'BN-8.3'],
  implementation: rereading(({ operation, batch, channels, perChannel }) =>
    isOf('backward', operation) ? { shape: [batch, channels, perChannel / batch], axis: 1 } : undefined,
  ),
};

export default mutant;
