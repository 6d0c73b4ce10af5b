/** An implementation that takes the flat memory of x, dy, y and dx for another shape or another channel axis. */
import type { Claims, Tensor } from '../../spec/terms/contract.ts';
import type { Results, Operation } from '../../spec/terms/operations.ts';
import { type AnyCall, batchNorm, type BatchNorm, eachOperation, type Situation, situationOf } from './_batch-norm.ts';
import { reshape } from './_tensors.ts';

export interface View {
  readonly shape: readonly number[];
  readonly axis: number;
}

/** @param viewFor - of the same size and with the same number of channels; undefined: as it is */
export function rereading(viewFor: (situation: Situation) => View | undefined, claims: Partial<Claims>): BatchNorm {
  const right = batchNorm({}, claims);
  return eachOperation((operation, call) => {
    const view = viewFor(situationOf(operation, call));
    if (view === undefined) return right[operation](call as never);
    return restored(call.x, right[operation](viewed(call, view) as never));
  }, claims);
}

function viewed(call: AnyCall, { shape, axis }: View): AnyCall {
  const dy = 'dy' in call && { dy: reshape(call.dy, shape) };
  return { ...call, ...dy, x: reshape(call.x, shape), axis };
}

function restored(x: Tensor, result: Results[Operation]): Results[Operation] {
  if ('y' in result) return { ...result, y: reshape(result.y, x.shape) };
  return { ...result, dx: reshape(result.dx, x.shape) };
}
