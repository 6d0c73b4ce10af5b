/** Rank 2 takes the branch for planes (Paddle). BN-8.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { isOf } from '../../spec/terms/operations.ts';
import { rereading } from './_reread.ts';

const mutant: Mutant = {
  id: 'LY06',
  says: 'In gradients of rank 2 memory is read as if the axes were swapped.',
  owed: 'kill',
  breaks: ['BN-8.3'],
  implementation: rereading(({ operation, shape, axis }) =>
    isOf('backward', operation) && shape.length === 2 ? { shape: shape.toReversed(), axis: 1 - axis } : undefined,
  ),
};

export default mutant;
