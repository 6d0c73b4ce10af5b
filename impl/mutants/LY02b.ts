/** With rank 5 and the channels on axis 3 the wrong axis is used (coremltools). BN-2.4 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { rereading } from './_reread.ts';

const mutant: MutantFactory = factory({
  id: 'LY02b',
  says: 'With rank 5 and the channels on axis 3 axis 2 is taken.',
  owed: 'kill',
  breaks: ['BN-2.4'],
  make: (conventions) =>
    rereading(
      ({ axis, shape }) =>
        shape.length === 5 && axis === 3
          ? { shape: [shape[0], shape[1], shape[3], shape[2], shape[4]], axis: 2 }
          : undefined,
      conventions,
    ),
});

export default mutant;
