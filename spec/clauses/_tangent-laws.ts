/** Laws of forward mode: relations to an implementation's own gradients and its own y, within the errors that both may have (BN-18). */
import { alongTangents, timesTangents } from '../cases/further/tangents.ts';
import { NotApplicable } from '../check/trial/clause-exceptions.ts';
import type { Trial } from '../check/trial/trial.ts';
import type { Tensor } from '../terms/contract.ts';
import type { InferTangent, TrainTangent } from '../terms/further-contract.ts';
import { layoutOf } from '../terms/layout.ts';
import type { Calls } from '../terms/operations.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import { nothing, plus, sumOfProducts } from './_second-derivative-laws.ts';

/** An operation of forward mode with a call of it. */
export type TangentCall =
  | { readonly operation: 'trainTangent'; readonly call: TrainTangent }
  | { readonly operation: 'inferTangent'; readonly call: InferTangent };

async function tyOf(trial: Trial, { operation, call }: TangentCall): Promise<{ ty: Tensor; allowed: Float64Array }> {
  const { ty } = await trial.call(operation, call);
  return { ty, allowed: trial.bounds(operation, call, 'ty', ty.dtype) };
}

/** The forward or backward pass of the same arguments, without tangents. */
function passOf({ operation, call }: TangentCall): Partial<Calls['inferForward']> {
  const { x, gamma, beta, epsilon, axis } = call;
  const shared = { x, ...(gamma && { gamma }), ...(beta && { beta }), epsilon, axis };
  return operation === 'trainTangent' ? shared : { ...shared, mean: call.mean, variance: call.variance };
}

export async function lawOfOwnBackward(trial: Trial, given: TangentCall, dy: Tensor): Promise<void> {
  const { call, operation } = given;
  const backward = operation === 'trainTangent' ? 'trainBackward' : 'inferBackward';
  const layout = layoutOf(call.x.shape, call.axis);
  const { ty, allowed } = await tyOf(trial, given);
  const back = { ...passOf(given), dy } as Calls['inferBackward'];
  const own = await trial.call(backward, back);
  const left = sumOfProducts(layout, dy, ty, allowed);
  let right = nothing(layout.channels);
  for (const [tangent, output] of [
    [call.tx, 'dx'],
    [call.tgamma, 'dgamma'],
    [call.tbeta, 'dbeta'],
  ] as const) {
    if (tangent === undefined) continue;
    const found = own[output];
    if (found === undefined) throw new NotApplicable(`${output} not offered`);
    right = plus(right, sumOfProducts(layout, tangent, found, trial.bounds(backward, back, output, found.dtype)));
  }
  const { value, bound } = plus(left, { value: new Float64Array(layout.channels), bound: right.bound });
  trial.within('the sum of dy · ty is not that of the gradients and the tangents', {
    output: 'ty',
    tensor: tensor('float64', [layout.channels], value),
    expected: right.value,
    bound,
  });
}

/** Powers of two, so that no tangent is rounded when it is multiplied. */
const factors = [4, -0.5, 2] as const;

export async function lawOfSum(trial: Trial, call: TrainTangent): Promise<void> {
  const { tx, tgamma, tbeta, ...rest } = call;
  const none = { ...rest, tx: tensor(tx.dtype, tx.shape, new Float64Array(tx.data.length)) };
  const parts = [{ tx }, tgamma && { tgamma }, tbeta && { tbeta }].flatMap((one) => one ?? []);
  const whole = await tyOf(trial, { operation: 'trainTangent', call });
  const expected = new Float64Array(tx.data.length);
  const bound = Float64Array.from(whole.allowed);
  for (const [k, part] of parts.entries()) {
    const one = await tyOf(trial, {
      operation: 'trainTangent',
      call: timesTangents({ ...none, ...part }, factors[k]),
    });
    const values = valuesOf(one.ty);
    for (let i = 0; i < bound.length; i++) {
      expected[i] += values[i] / factors[k];
      bound[i] += one.allowed[i] / Math.abs(factors[k]) + 2 ** -51 * Math.abs(expected[i]);
    }
  }
  const says = 'ty of all tangents is not the sum of those of each';
  trial.within(says, { output: 'ty', tensor: whole.ty, expected, bound });
}

/** Far enough that roundings of y count for little, and near enough that a variance stays one. */
const step = 1 / 8;

/** The error of the difference itself is known exactly, from the exact y. */
export async function lawOfOwnForward(trial: Trial, given: TangentCall): Promise<void> {
  const { operation, call } = given;
  const forward = operation === 'trainTangent' ? 'trainForward' : 'inferForward';
  const sides = [step, -step].map((by) => {
    const moved = { operation, call: alongTangents(call, by) } as TangentCall;
    return { ...passOf(moved), ...(operation === 'trainTangent' && { momentum: 0.5 }) } as Calls['inferForward'];
  });
  if (sides.some(({ variance }) => variance && valuesOf(variance).some((value) => value < 0))) {
    throw new NotApplicable('a moved variance is negative');
  }
  const { ty, allowed } = await tyOf(trial, given);
  const exact = trial.truth(operation, call).outputs['ty']?.hi ?? new Float64Array(0);
  const [expected, bound] = [Float64Array.from(exact), Float64Array.from(allowed)];
  for (const [k, side] of sides.entries()) {
    const { y } = await trial.call(forward, side);
    const right = trial.truth(forward, side).outputs.y?.hi ?? new Float64Array(0);
    const noise = trial.bounds(forward, side, 'y', y.dtype);
    for (const [i, value] of valuesOf(y).entries()) {
      expected[i] += ((k === 0 ? 1 : -1) * (value - right[i])) / (2 * step);
      bound[i] += (noise[i] + 2 ** -45 * Math.abs(right[i])) / (2 * step);
    }
  }
  trial.within('ty is not the derivative of y along the tangents', { output: 'ty', tensor: ty, expected, bound });
}
