/** The first call decides how parameters are shaped, once and for all (early MLX). BN-2.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'LY11',
  says: 'A call whose rank differs from that of the first call fails.',
  owed: 'kill',
  breaks: ['BN-2.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    let rank: number | undefined;
    return eachOperation((operation, call) => {
      rank ??= call.x.shape.length;
      if (call.x.shape.length !== rank) throw new TypeError(`cannot broadcast rank ${rank} to ${call.x.shape.length}`);
      return right[operation](call as never);
    }, conventions);
  },
});

export default mutant;
