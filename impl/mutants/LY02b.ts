/** One axis of one rank (coremltools). BN-2.4 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { rereading } from './_reread.ts';

const mutant: Mutant = {
  id: 'LY02b',
  says: 'With rank 5 and the channels on axis 3 axis 2 is taken.',
  owed: 'kill',
  breaks: ['BN-2.4'],
  implementation: rereading(({ axis, shape }) =>
    shape.length === 5 && axis === 3
      ? { shape: [shape[0], shape[1], shape[3], shape[2], shape[4]], axis: 2 }
      : undefined,
  ),
};

export default mutant;
