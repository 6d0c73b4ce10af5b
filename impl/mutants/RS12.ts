/** The running statistics are updated lazily and read one call too early (MLX). BN-6.4, BN-13.3 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

type Pair = { runningMean: Tensor | undefined; runningVar: Tensor | undefined };

const mutant: MutantFactory = factory({
  id: 'RS12',
  says: 'The running statistics come back one call late.',
  owed: 'kill',
  breaks: ['BN-6.4', 'BN-13.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    /** By number of channels. */
    const late = new Map<number, Pair>();
    return {
      ...right,
      trainForward: (call) => {
        const { runningMean, runningVar, ...rest } = right.trainForward(call);
        const channels = call.x.shape[call.axis];
        const before = late.get(channels) ?? { runningMean: call.runningMean, runningVar: call.runningVar };
        late.set(channels, { runningMean, runningVar });
        return {
          ...rest,
          ...(runningMean && before.runningMean && { runningMean: copyOf(before.runningMean) }),
          ...(runningVar && before.runningVar && { runningVar: copyOf(before.runningVar) }),
        };
      },
    };
  },
});

export default mutant;
