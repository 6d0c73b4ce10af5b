/**
 * [N, C, H, W] is reshaped to [N·H·W, C] without moving the channels (a classic of course work). BN-2.6, BN-11.7 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { rereading } from './_reread.ts';

const mutant: MutantFactory = factory({
  id: 'LY10',
  says: 'Memory is read as if the channels came last.',
  owed: 'kill',
  breaks: ['BN-2.6', 'BN-11.7'],
  make: (conventions) =>
    rereading(({ channels, perChannel }) => ({ shape: [perChannel, channels], axis: 1 }), conventions),
});

export default mutant;
