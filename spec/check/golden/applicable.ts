/** Whether a recorded case is within the claims of an implementation. */
import type { Claims } from '../../terms/contract.ts';
import type { Fixture } from '../../terms/fixture.ts';
import { layoutOf } from '../../terms/layout.ts';
import type { NamedTensors } from '../../terms/named-tensors.ts';
import { isElementwise, isTraining, signatures, type TensorName } from '../../terms/operations.ts';

export function applicable({ operation, call, conventions }: Fixture, claims: Claims): boolean {
  const { x, axis } = call;
  const rank = x.shape.length;
  const given: NamedTensors = call;
  const vectors = signatures[operation].inputs.filter((name) => !isElementwise(operation, name));
  const types = new Set([x.dtype, ...claims.parameterDtypes]);
  const knownTypes =
    claims.dtypes.includes(x.dtype) &&
    vectors.every((name) => given[name] === undefined || types.has(given[name].dtype));
  const channelAxis = { first: 1, last: rank - 1, any: axis }[claims.channelAxis];
  const placed = claims.ranks.includes(rank) && axis === channelAxis;
  const complete =
    claims.affine === 'optional' || vectors.every((name) => !isAffine(name) || given[name] !== undefined);
  const single = layoutOf(x.shape, axis).perChannel === 1 && isTraining(operation);
  const epsilon = 'epsilon' in call ? call.epsilon : Infinity;
  return (
    knownTypes &&
    placed &&
    complete &&
    epsilon >= claims.minEpsilon &&
    !(single && claims.singleValue === 'rejected') &&
    (given.runningMean === undefined || sameConventions(conventions, claims))
  );
}

const isAffine = (name: TensorName): boolean => name === 'gamma' || name === 'beta';

/** These affect only the running statistics. */
const sameConventions = (a: Fixture['conventions'], b: Fixture['conventions']): boolean =>
  a.momentumWeights === b.momentumWeights && a.runningVariance === b.runningVariance;
