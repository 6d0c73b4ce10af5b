/**
 * The first batch ever replaces statistics that nobody initialised (cuDNN’s advice), and here somebody had. BN-13.12
 * must object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();
let first = true;

const mutant: Mutant = {
  id: 'RS23',
  says: 'The first training call takes momentum as 1.',
  owed: 'kill',
  breaks: ['BN-13.12'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const momentum = first ? 1 : call.momentum;
      first = false;
      return right.trainForward({ ...call, momentum });
    },
  },
};

export default mutant;
