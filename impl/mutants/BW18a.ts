/**
 * dgamma and dbeta are added to buffers that are never cleared between calls (mxnet). BN-11.12, BN-13.3 must object.
 */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { channelValues } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'BW18a',
  says: 'dgamma and dbeta add up over calls with equally many channels.',
  owed: 'kill',
  breaks: ['BN-11.12', 'BN-13.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    const buffers = new Map<string, Float64Array>();

    function added(name: string, gradient: Tensor): Tensor {
      const before = buffers.get(name);
      const now = valuesOf(gradient).map((value, c) => value + (before?.[c] ?? 0));
      buffers.set(name, now);
      return channelValues(gradient, now);
    }

    return {
      ...right,
      trainBackward: (call) => {
        const { dx, dgamma, dbeta } = right.trainBackward(call);
        const channels = call.x.shape[call.axis];
        return {
          dx,
          ...(dgamma && { dgamma: added(`dgamma ${channels}`, dgamma) }),
          ...(dbeta && { dbeta: added(`dbeta ${channels}`, dbeta) }),
        };
      },
    };
  },
});

export default mutant;
