/** Whether an implementation claims to support a call. Only shape, types and the choice of arguments matter. */
import type { Claims, DType } from './contract.ts';
import { roundTo } from './dtype.ts';
import type { AnyCall, NamedTensors } from './named-tensors.ts';
import { type Calls, isElementwise, type Operation, signatures, snakeCase, type TensorName } from './operations.ts';

/** Types that gamma, beta and statistics may have next to an x of this type, the usual one first. */
export function parameterTypes(dtype: DType, { parameterDtypes, ownParameters }: ParameterClaims): readonly DType[] {
  return [...new Set([...(ownParameters ? [dtype] : []), ...parameterDtypes])];
}

type ParameterClaims = Pick<Claims, 'parameterDtypes' | 'ownParameters'>;

/**
 * The first reason why a call is not claimed; undefined where it is. Calls that may be refused although they are
 * claimed, such as training on one value per channel (`singleValue`), count as claimed; and no single call shows
 * whether shapes are `few`.
 */
export function outsideClaims<O extends Operation>(operation: O, call: Calls[O], claims: Claims): string | undefined {
  return (
    outsideOfShapes(call, claims) ??
    outsideOfTypes(operation, call, claims) ??
    outsideOfScalars(call, claims) ??
    outsideOfChoices(operation, call, claims)
  );
}

export const withinClaims = <O extends Operation>(operation: O, call: Calls[O], claims: Claims): boolean =>
  outsideClaims(operation, call, claims) === undefined;

function outsideOfShapes({ x: { shape }, axis }: Calls[Operation], { ranks, channelAxis }: Claims): string | undefined {
  const rank = shape.length;
  if (!ranks.includes(rank)) return `rank ${rank} is not claimed`;
  const claimed = { first: 1, last: rank - 1, any: axis }[channelAxis];
  return axis === claimed ? undefined : `axis ${axis} of rank ${rank} is not claimed`;
}

function outsideOfTypes<O extends Operation>(operation: O, call: Calls[O], claims: Claims): string | undefined {
  const { dtype } = call.x;
  if (!claims.dtypes.includes(dtype)) return `x of type ${dtype} is not claimed`;
  const given: NamedTensors = call;
  const types = parameterTypes(dtype, claims);
  const other = signatures[operation].inputs.find(
    (name) => given[name] && !isElementwise(operation, name) && !types.includes(given[name].dtype),
  );
  return other && `${snakeCase(other)} of type ${given[other]?.dtype} next to x of type ${dtype} is not claimed`;
}

function outsideOfScalars(
  { x, epsilon, momentum }: AnyCall,
  { minEpsilon, epsilons, momenta, scalars }: Claims,
): string | undefined {
  if (epsilon !== undefined) {
    if (epsilon < minEpsilon) return `epsilon ${epsilon} is less than the least claimed, ${minEpsilon}`;
    if (epsilons?.includes(epsilon) === false) return `epsilon ${epsilon} is none of those claimed`;
  }
  if (momentum !== undefined && momenta?.includes(momentum) === false) {
    return `momentum ${momentum} is none of those claimed`;
  }
  if (x.dtype !== 'float64') return undefined;
  const unlisted = { ...(epsilons === undefined && { epsilon }), ...(momenta === undefined && { momentum }) };
  const tooWide = Object.entries(unlisted).find(([, value]) => value !== undefined && isTooWide(value, scalars));
  return tooWide && `${tooWide[0]} ${tooWide[1]} is no ${scalars}, in which it is claimed to be kept`;
}

/** A NaN is of any type. */
const isTooWide = (value: number, type: DType): boolean => !Object.is(roundTo(type, value), value);

function outsideOfChoices<O extends Operation>(
  operation: O,
  call: Calls[O],
  { affine, statistics }: Claims,
): string | undefined {
  const given: NamedTensors = call;
  const takes = (name: TensorName): boolean => signatures[operation].inputs.includes(name);
  const [parameters, running] = [(['gamma', 'beta'] as const).filter(takes), signatures[operation].state];
  const present = (names: readonly TensorName[]): number => names.filter((name) => given[name]).length;
  const some = present(parameters) > 0;
  const all = present(parameters) === parameters.length;
  if (affine === 'none' && some) return 'gamma and beta are not claimed';
  if (affine === 'required' && !all) return 'a call without gamma or without beta is not claimed';
  if (affine === 'together' && some && !all) return 'gamma or beta alone is not claimed';
  const alone = present(running) > 0 && present(running) < running.length;
  return statistics === 'together' && alone ? 'one running statistic alone is not claimed' : undefined;
}
