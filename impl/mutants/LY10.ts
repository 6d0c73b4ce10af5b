/**
 * [N, C, H, W] is reshaped to [N·H·W, C] without moving the channels (a classic of course work). BN-2.6, BN-11.7 must
 * object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { rereading } from './_reread.ts';

const mutant: Mutant = {
  id: 'LY10',
  says: 'Memory is read as if the channels came last.',
  owed: 'kill',
  breaks: ['BN-2.6', 'BN-11.7'],
  implementation: rereading(({ channels, perChannel }) => ({ shape: [perChannel, channels], axis: 1 })),
};

export default mutant;
