/** Changes of scenarios that keep to the claims. */
import type { Claims } from '../terms/contract.ts';
import { another, epsilonFor, momentumFor, scalarFor } from './epsilon-and-momentum.ts';
import type { Scenario } from './scenario.ts';

/**
 * The nearest scenario within the claims, after a change that knows nothing of them: without a gamma or beta that they
 * exclude, and with the nearest epsilon and momentum of those listed.
 */
export function claimed(claims: Claims, s: Scenario): Scenario {
  const { epsilons, momenta } = claims;
  const epsilon = epsilons ? epsilonFor(s.x.dtype, s.epsilon, claims) : s.epsilon;
  const momentum = momenta ? momentumFor(s.x.dtype, s.momentum, claims) : s.momentum;
  const asGiven = epsilon === s.epsilon && momentum === s.momentum;
  return withoutExcluded(claims, asGiven ? s : { ...s, epsilon, momentum });
}

function withoutExcluded({ affine }: Claims, s: Scenario): Scenario {
  const { gamma, beta, ...rest } = s;
  const excluded = affine === 'none' || (affine === 'together' && (gamma === undefined || beta === undefined));
  return excluded ? rest : s;
}

/** Whether the claims allow gamma and beta at all, and whether a call may leave both out. */
export const mayHaveAffine = ({ affine }: Claims): boolean => affine !== 'none';
export const mayLeaveOutAffine = ({ affine }: Claims): boolean => affine === 'each' || affine === 'together';

/** Another epsilon: twice as large, or the next of those listed. */
export const otherEpsilon = ({ epsilon }: Scenario, { epsilons }: Claims): number =>
  another(epsilon, 2 * epsilon, epsilons);

/** Another momentum: 1 less it, or the next of those listed. */
export const otherMomentum = ({ x, momentum }: Scenario, claims: Claims): number =>
  another(momentum, scalarFor(x.dtype, 1 - momentum, claims), claims.momenta);
