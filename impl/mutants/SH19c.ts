/** Channels are tiled by 128, and the one channel after a tile reads the last beta of the tile. BN-2.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH19c',
  says: 'With exactly 129 channels the last one takes beta of the one before.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      if (!('beta' in call) || !call.beta || call.beta.data.length !== 129) return right[operation](call as never);
      const values = valuesOf(call.beta);
      const beta = mapTensor(call.beta, (value, c) => (c === 128 ? values[127] : value));
      return right[operation]({ ...call, beta } as never);
    }, conventions);
  },
});

export default mutant;
