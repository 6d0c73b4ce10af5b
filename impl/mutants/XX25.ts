/**
 * A workspace of the largest size so far; whole vectors are summed, and what the last call left is not cleared. BN-3.1
 * must object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const workspace: number[] = [];

const mutant: Mutant = {
  id: 'XX25',
  says: 'The mean takes in what longer channels left behind their end, up to a multiple of 8.',
  owed: 'kill',
  breaks: ['BN-3.1'],
  implementation: batchNorm({
    mean: (x) => {
      for (const [i, value] of x.entries()) workspace[i] = value;
      const lanes = Math.min(workspace.length, Math.ceil(x.length / 8) * 8);
      return workspace.slice(0, lanes).reduce((sum, value) => sum + value, 0) / x.length;
    },
  }),
};

export default mutant;
