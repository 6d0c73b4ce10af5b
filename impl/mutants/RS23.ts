/**
 * The first batch ever replaces statistics that nobody initialised (cuDNN’s advice), and here somebody had. BN-13.12
 * must object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { weighing } from './_conventions.ts';

const right = batchNorm();
/** As if the old statistics did not count. */
const replacing = weighing()(1);
let first = true;

const mutant: Mutant = {
  id: 'RS23',
  says: `The first training call takes momentum as ${replacing}.`,
  owed: 'kill',
  breaks: ['BN-13.12'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const momentum = first ? replacing : call.momentum;
      first = false;
      return right.trainForward({ ...call, momentum });
    },
  },
};

export default mutant;
