/** Gradients of rank 2 take the branch for planes, which swaps the axes (Paddle). BN-8.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { isOf } from '../../spec/terms/operations.ts';
import { factory } from './_factory.ts';
import { rereading } from './_reread.ts';

const mutant: MutantFactory = factory({
  id: 'LY06',
  says: 'In gradients of rank 2 memory is read as if the axes were swapped.',
  owed: 'kill',
  breaks: ['BN-8.3'],
  make: (conventions) =>
    rereading(
      ({ operation, shape, axis }) =>
        isOf('backward', operation) && shape.length === 2 ? { shape: shape.toReversed(), axis: 1 - axis } : undefined,
      conventions,
    ),
});

export default mutant;
