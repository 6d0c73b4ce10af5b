/**
 * The mean sums whole vectors of a workspace that still holds values of earlier, longer channels. BN-3.1 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'CA03',
  says: 'The mean takes in what longer channels left behind their end, up to a multiple of 8.',
  owed: 'kill',
  breaks: ['BN-3.1'],
  make: (conventions) => {
    const workspace: number[] = [];
    return batchNorm(
      {
        mean: (x) => {
          for (const [i, value] of x.entries()) workspace[i] = value;
          const lanes = Math.min(workspace.length, Math.ceil(x.length / 8) * 8);
          return workspace.slice(0, lanes).reduce((sum, value) => sum + value, 0) / x.length;
        },
      },
      conventions,
    );
  },
});

export default mutant;
