/**
 * Folding (BN-16), exactly: w·γ·r and (b - μ)·γ·r + β are the values of inference for weight, with mean 0 and without beta, and for
 * bias. So each has the form p + q/√w, and the double-double kernel of inference with its bound serves both.
 */
import type { DType, Tensor } from '../../spec/terms/contract.ts';
import type { Fold } from '../../spec/terms/further-contract.ts';
import { foldAsInference, type FoldedPart } from '../../spec/terms/fold-as-inference.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { checkFurther, fail, show } from '../check-arguments.ts';
import { inferForward, type CertifiedTruth } from '../oracle/forward.ts';
import type { CertifiedTensor } from '../oracle/exact-tensors.ts';

export function fold(call: Fold): CertifiedTruth {
  const { weight, bias } = foldAsInference({ ...call, weight: copyOf(call.weight) });
  const { channel, ...folded } = inferForward(bias.call);
  return {
    outputs: {
      weight: placed(call.weight.shape, weight, inferForward(weight.call).outputs.y as CertifiedTensor),
      bias: placed([bias.places.length], bias, folded.outputs.y as CertifiedTensor),
    },
    channel,
  };
}

/** The values of inference at their places in the output. */
function placed(shape: readonly number[], { places }: FoldedPart, y: CertifiedTensor): CertifiedTensor {
  const from = new Uint32Array(places.length);
  places.forEach((place, i) => (from[place] = i));
  const moved = <T extends Tensor['data']>(values: T): T => values.map((_, place) => values[from[place]]) as T;
  let values: { hi: Float64Array; lo: Float64Array } | undefined;
  const both = (): NonNullable<typeof values> => (values ??= { hi: moved(y.hi), lo: moved(y.lo) });
  return {
    shape,
    get hi() {
      return both().hi;
    },
    get lo() {
      return both().lo;
    },
    exact: (place) => y.exact(from[place]),
    round(dtype: DType): Tensor {
      return { dtype, shape, data: moved(y.round(dtype).data) };
    },
  };
}

/** @throws Rejected, naming the field: axes out of range, groups that do not divide, vectors of another length than C */
export function checkFold(call: Fold): void {
  checkFurther('fold', call);
  const { weight, axis, groupAxis, groups } = call;
  const { shape } = weight;
  if (shape.length < 2) fail('weight.shape', '2 sizes or more', show(shape));
  const isAxis = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < shape.length;
  if (!isAxis(axis)) fail('axis', `an integer from 0 to ${shape.length - 1}`, show(axis));
  if ((groupAxis === undefined) !== (groups === undefined))
    fail('groups', 'an axis of groups with it', 'one of the two');
  if (groupAxis !== undefined && groups !== undefined) {
    if (!isAxis(groupAxis) || groupAxis === axis) fail('groupAxis', 'another axis of weight', show(groupAxis));
    if (!(Number.isInteger(groups) && groups > 0 && shape[groupAxis] % groups === 0)) {
      fail('groups', `a divisor of ${shape[groupAxis]}`, show(groups));
    }
  }
  const channels = shape[axis] * (groups ?? 1);
  for (const name of ['bias', 'gamma', 'beta', 'mean', 'variance'] as const) {
    const given = call[name]?.shape;
    if (given && given.join() !== String(channels)) {
      fail(`${name}.shape`, `${show([channels])}, one value per channel`, show(given));
    }
  }
}
