/** Gradients read channels last as channels first (Paddle). BN-2.9, BN-8.3 must object. */
import { isBackward } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';
import { rereading } from './_reread.ts';

export default mutant({
  id: 'LY01b',
  says: 'In gradients the channel axis is always taken to be axis 1.',
  owed: 'kill',
  breaks: ['BN-2.9', 'BN-8.3'],
  make: (conventions) =>
    rereading(
      ({ operation, batch, channels, perChannel }) =>
        isBackward(operation) ? { shape: [batch, channels, perChannel / batch], axis: 1 } : undefined,
      conventions,
    ),
});
