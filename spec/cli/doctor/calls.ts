/** The calls that the doctor makes: within the claims, small, with sizes that all differ and values that all differ. */
import { claimed } from '../../cases/claimed-scenarios.ts';
import { epsilonFor, momentumFor } from '../../cases/epsilon-and-momentum.ts';
import { callOf, type Scenario } from '../../cases/scenario.ts';
import type { Claims, DType, Tensor } from '../../terms/contract.ts';
import { sizeOf, tensor } from '../../terms/tensor.ts';
import type { Calls, Operation } from '../../terms/operations.ts';
import { parameterTypes } from '../../terms/within-claims.ts';

export interface Form {
  readonly dtype: DType;
  readonly parameters: DType;
  readonly shape: readonly number[];
  readonly axis: number;
}

const sizes = [4, 3, 5, 2, 3, 2, 2, 2];

/** The claimed channel axes for tensors of this rank. */
export function axesOf({ channelAxis }: Claims, rank: number): number[] {
  if (channelAxis === 'first') return [1];
  return channelAxis === 'last' ? [rank - 1] : Array.from({ length: rank }, (_, axis) => axis);
}

/** The simplest form within the claims. */
export function simplest(claims: Claims): Form {
  const rank = Math.min(...claims.ranks);
  const [dtype] = claims.dtypes;
  const [parameters] = parameterTypes(dtype, claims);
  return { dtype, parameters, shape: sizes.slice(0, rank), axis: axesOf(claims, rank)[0] };
}

export const shapesOf = ({ ranks }: Claims): (readonly number[])[] => ranks.map((rank) => sizes.slice(0, rank));

export function callFor<O extends Operation>(operation: O, claims: Claims, form: Form = simplest(claims)): Calls[O] {
  const { dtype, parameters, shape, axis } = form;
  const channels = shape[axis];
  const wave = (step: number): Tensor =>
    tensor(
      dtype,
      shape,
      Array.from({ length: sizeOf(shape) }, (_, i) => Math.round(64 * Math.sin(step * (i + 1))) / 16),
    );
  const perChannel = (value: (c: number) => number): Tensor =>
    tensor(
      parameters,
      [channels],
      Array.from({ length: channels }, (_, c) => value(c)),
    );
  const scenario: Scenario = {
    x: wave(1.7),
    dy: wave(2.9),
    gamma: perChannel((c) => 1.5 + c),
    beta: perChannel((c) => 0.5 - c),
    runningMean: perChannel((c) => c / 4 - 1),
    runningVar: perChannel((c) => 2 + c),
    savedMean: perChannel((c) => c / 4 - 1),
    savedInvStd: perChannel((c) => 0.5 + c / 8),
    epsilon: epsilonFor(dtype, 0.5, claims),
    momentum: momentumFor(dtype, 0.25, claims),
    axis,
  };
  return callOf[operation](claimed(claims, scenario));
}
