/**
 * The first batch replaces the running statistics, as cuDNN advises where nobody has initialised them. BN-13.12 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { weighing } from './_conventions.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS23',
  says: 'The first training call replaces the running statistics, whatever momentum is.',
  owed: 'kill',
  breaks: ['BN-13.12'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    /** As if the old statistics did not count. */
    const replacing = weighing(conventions)(1);
    let first = true;
    return {
      ...right,
      trainForward: (call) => {
        const momentum = first ? replacing : call.momentum;
        first = false;
        return right.trainForward({ ...call, momentum });
      },
    };
  },
});

export default mutant;
