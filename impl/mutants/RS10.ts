/** The update is computed and thrown away (jax stax, TVM). BN-6.1, BN-6.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS10',
  says: 'The running statistics come back as they went in.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.2'],
  make: (conventions) => batchNorm({ update: (old) => old }, conventions),
});

export default mutant;
