/**
 * Inference keeps gamma and beta until a first entry changes; the other entries are not compared. BN-13.3 must object.
 */
import type { InferForward } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const same = (a: InferForward, b: InferForward): boolean =>
  a.x.dtype === b.x.dtype &&
  (['gamma', 'beta'] as const).every(
    (name) =>
      a[name]?.dtype === b[name]?.dtype &&
      a[name]?.data.length === b[name]?.data.length &&
      a[name]?.data[0] === b[name]?.data[0],
  );

const mutant: MutantFactory = factory({
  id: 'CA05',
  says: 'Inference keeps gamma and beta until one of their first entries changes.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    let kept: InferForward | undefined;
    return {
      ...right,
      inferForward: (call) => {
        if (kept === undefined || !same(kept, call)) {
          const copy = { ...call };
          if (call.gamma) copy.gamma = { ...call.gamma, data: call.gamma.data.slice() };
          if (call.beta) copy.beta = { ...call.beta, data: call.beta.data.slice() };
          kept = copy;
        }
        const { gamma, beta } = kept;
        return right.inferForward({ ...call, ...(gamma && { gamma }), ...(beta && { beta }) });
      },
    };
  },
});

export default mutant;
