/** Claims of an implementation, checked where they enter: from a `hello` answer or a module. */
import { z } from 'zod';
import { foldLayouts } from '../terms/fold-claims.ts';
import type { FoldClaims } from '../terms/further-contract.ts';
import type { Claims, DType, Grade, LayerClaims, ProfileName, StatedClaims } from '../terms/contract.ts';
import { expectation } from './schema-error-text.ts';
import { show, WireError } from './wire-error.ts';

const dtype = z.enum(['float16', 'bfloat16', 'float32', 'float64'] satisfies DType[]);

/** Most entries of a list: more than there are values. */
const mostEntries = 16;

/** A thousand times what any implementation asks for. A larger one leaves hardly a call to judge. */
const mostEpsilon = 1;

/** The only values of a scalar, each once. */
const onlyValues = (value: z.ZodType): z.ZodType =>
  z
    .array(value)
    .min(1)
    .max(mostEntries)
    .refine((list) => new Set(list).size === list.length, 'expected different entries');

/** Each claim of a layer by its name on the wire. */
export const layerClaimFields: Readonly<Record<keyof LayerClaims, z.ZodType>> = {
  momentumNull: z.enum(['cumulative', 'rejected']),
  withoutStatistics: z.enum(['batch', 'rejected']),
  count: z.boolean(),
  copy: z.boolean(),
  backwardInEval: z.boolean(),
  keeps: dtype,
};

/** Each claim of folding by its name on the wire. */
export const foldClaimFields: Readonly<Record<keyof FoldClaims, z.ZodType>> = {
  weights: z.array(z.enum(foldLayouts)).min(1).max(mostEntries),
  weightRanks: z.array(z.int().min(2).max(8)).min(1).max(mostEntries),
};

/** Each claim by its name on the wire. */
export const claimFields: Readonly<Record<keyof Claims, z.ZodType>> = {
  dtypes: z.array(dtype).min(1).max(mostEntries),
  parameterDtypes: z.array(dtype).max(mostEntries),
  ownParameters: z.boolean(),
  ranks: z.array(z.int().min(2).max(8)).min(1).max(mostEntries),
  channelAxis: z.enum(['first', 'last', 'any']),
  shapes: z.enum(['many', 'few']),
  momentumWeights: z.enum(['new', 'old']),
  runningVariance: z.enum(['unbiased', 'biased']),
  affine: z.enum(['none', 'together', 'each', 'required', 'optional']),
  statistics: z.enum(['together', 'each']),
  minEpsilon: z.number().min(0).max(mostEpsilon),
  epsilons: onlyValues(z.number().positive().max(mostEpsilon)),
  momenta: onlyValues(z.number().min(0).max(1)),
  scalars: z.enum(['float32', 'float64']),
  singleValue: z.enum(['defined', 'rejected']),
  accumulate: dtype,
  subnormals: z.enum(['kept', 'flushed']),
  deterministic: z.boolean(),
  grade: z.enum(['exact', 'offset-free', 'stable', 'cancelling', 'wrong'] satisfies Grade[]),
  tangentOfStatistics: z.boolean(),
  layer: z.strictObject(layerClaimFields).partial(),
  fold: z.strictObject(foldClaimFields).partial(),
};

const claims = z.strictObject(claimFields).partial();

/** A record, so that the compiler demands every profile of the type. */
const profileNames: Record<ProfileName, true> = {
  pytorch: true,
  onnx: true,
  keras3: true,
  'tf-fused': true,
  flax: true,
  mlx: true,
  cudnn: true,
  stablehlo: true,
  webnn: true,
};

/** @throws WireError `"claims.momentumWeights" expected "new" or "old", got "none"` */
export function checkClaims(value: unknown): StatedClaims | ProfileName {
  if (typeof value === 'string') {
    if (Object.hasOwn(profileNames, value)) return value as ProfileName;
    throw new WireError(`"claims" expected a profile (${Object.keys(profileNames).join(', ')}), got ${show(value)}`);
  }
  const { success, data, error } = claims.safeParse(value);
  if (!success) throw new WireError(expectation('claims', value, error));
  const contradiction = contradictionIn(data as StatedClaims);
  if (contradiction !== undefined) throw new WireError(contradiction);
  return data as StatedClaims;
}

/** Claims that leave no call. */
function contradictionIn({
  epsilons,
  minEpsilon = 0,
  ownParameters,
  parameterDtypes = [],
}: StatedClaims): string | undefined {
  const below = epsilons?.find((epsilon) => epsilon < minEpsilon);
  if (below !== undefined) {
    return `"claims.epsilons" expected numbers >= "claims.minEpsilon" (${minEpsilon}), got ${show(below)}`;
  }
  if (ownParameters === false && parameterDtypes.length === 0) {
    return '"claims.parameterDtypes" expected at least one type, since "claims.ownParameters" is false, got []';
  }
  return undefined;
}
