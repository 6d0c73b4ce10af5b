/**
 * Conventions of well-known frameworks as data: full sets of claims by name. Sources: the frameworks' documentation and
 * source code, as listed in the specification (chapter BN-6, "Conventions").
 */
import type { Claims, Conventions, Implementation, ProfileName, StatedClaims } from './contract.ts';

const pytorch: Claims = {
  dtypes: ['float32'],
  parameterDtypes: [],
  ownParameters: true,
  ranks: [2, 3, 4, 5],
  channelAxis: 'first',
  shapes: 'many',
  momentumWeights: 'new',
  runningVariance: 'unbiased',
  affine: 'each',
  statistics: 'each',
  minEpsilon: 0,
  scalars: 'float64',
  singleValue: 'rejected',
  accumulate: 'float32',
  subnormals: 'kept',
  deterministic: true,
  grade: 'stable',
  tangentOfStatistics: false,
};

/** Claims of well-known frameworks, by name. */
export const profiles: Readonly<Record<ProfileName, Claims>> = {
  pytorch,
  onnx: {
    ...pytorch,
    momentumWeights: 'old',
    runningVariance: 'biased',
    affine: 'required',
    statistics: 'together',
    scalars: 'float32',
    singleValue: 'defined',
  },
  keras3: {
    ...pytorch,
    channelAxis: 'any',
    momentumWeights: 'old',
    runningVariance: 'biased',
    statistics: 'together',
    singleValue: 'defined',
  },
  'tf-fused': {
    ...pytorch,
    ranks: [4],
    channelAxis: 'last',
    affine: 'required',
    statistics: 'together',
    minEpsilon: 1.001e-5,
    singleValue: 'defined',
  },
  flax: {
    ...pytorch,
    channelAxis: 'any',
    momentumWeights: 'old',
    runningVariance: 'biased',
    statistics: 'together',
    singleValue: 'defined',
    subnormals: 'flushed',
    grade: 'cancelling',
  },
  mlx: { ...pytorch, channelAxis: 'last', affine: 'together', statistics: 'together' },
  cudnn: {
    ...pytorch,
    ranks: [4, 5],
    affine: 'required',
    statistics: 'together',
    subnormals: 'flushed',
    singleValue: 'defined',
  },
  stablehlo: {
    ...pytorch,
    channelAxis: 'any',
    runningVariance: 'biased',
    affine: 'required',
    scalars: 'float32',
    singleValue: 'defined',
    subnormals: 'flushed',
  },
  webnn: { ...pytorch, channelAxis: 'any', singleValue: 'defined', subnormals: 'flushed' },
};

/** Those of the `pytorch` profile. */
export const defaultConventions: Conventions = {
  momentumWeights: pytorch.momentumWeights,
  runningVariance: pytorch.runningVariance,
};

export const profileNames: readonly ProfileName[] = Object.keys(profiles) as ProfileName[];

/** Claims decided by a profile; all others are capabilities, which only the implementation can know. */
export const conventionKeys: readonly (keyof Claims)[] = [
  'momentumWeights',
  'runningVariance',
  'affine',
  'minEpsilon',
  'singleValue',
];

/**
 * The claims to check: a profile by name, or the pytorch profile overridden by the implementation's own claims. A
 * profile that the caller names decides the conventions; the implementation's stated capabilities remain.
 */
export function resolveClaims(own: Implementation['claims'], named?: ProfileName): Claims {
  const stated = typeof own === 'string' ? profiles[own] : current(own ?? {});
  if (named === undefined) return consistent({ ...pytorch, ...stated });
  const decided = Object.fromEntries(conventionKeys.map((key) => [key, profiles[named][key]]));
  // No framework's convention can make up arguments that the implementation does not take.
  const limited = stated.affine === 'none' || stated.affine === 'together' ? { affine: stated.affine } : {};
  return consistent({ ...profiles[named], ...stated, ...decided, ...limited });
}

/** The same claims by their present names. */
function current({ affine, ...others }: StatedClaims): Partial<Claims> {
  return { ...others, ...(affine !== undefined && { affine: affine === 'optional' ? 'each' : affine }) };
}

/** A list of epsilons says more than the least one, which may be that of another framework. */
function consistent(claims: Claims): Claims {
  const { epsilons, minEpsilon } = claims;
  return epsilons === undefined ? claims : { ...claims, minEpsilon: Math.min(minEpsilon, ...epsilons) };
}
