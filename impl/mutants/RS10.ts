/** The update is computed and thrown away (jax stax, TVM). BN-6.1, BN-6.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'RS10',
  says: 'The running statistics come back as they went in.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.2'],
  implementation: batchNorm({ update: (old) => old }),
};

export default mutant;
