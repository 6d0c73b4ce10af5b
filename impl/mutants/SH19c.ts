/** A tile of 128 channels, and a comparison that should be strict. BN-2.7 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'SH19c',
  says: 'With exactly 129 channels the last one takes beta of the one before.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  implementation: eachOperation((operation, call) => {
    if (!('beta' in call) || !call.beta || call.beta.data.length !== 129) return right[operation](call as never);
    const values = valuesOf(call.beta);
    const beta = mapTensor(call.beta, (value, c) => (c === 128 ? values[127] : value));
    return right[operation]({ ...call, beta } as never);
  }),
};

export default mutant;
