/** Claims of an implementation, checked where they enter: from a `hello` answer or a module. */
import { z } from 'zod';
import type { Claims, DType, Grade, ProfileName } from '../terms/contract.ts';
import { expectation } from './expectation.ts';
import { show, WireError } from './wire-error.ts';

const dtype = z.enum(['float16', 'bfloat16', 'float32', 'float64'] satisfies DType[]);

/** Most entries of a list: more than there are values. */
const mostEntries = 16;

/** A thousand times what any implementation asks for. A larger one leaves hardly a call to judge. */
const mostEpsilon = 1;

const claims = z
  .strictObject({
    dtypes: z.array(dtype).min(1).max(mostEntries),
    parameterDtypes: z.array(dtype).max(mostEntries),
    ranks: z.array(z.int().min(2).max(8)).min(1).max(mostEntries),
    channelAxis: z.enum(['first', 'last', 'any']),
    momentumWeights: z.enum(['new', 'old']),
    runningVariance: z.enum(['unbiased', 'biased']),
    affine: z.enum(['optional', 'required']),
    minEpsilon: z.number().min(0).max(mostEpsilon),
    singleValue: z.enum(['defined', 'rejected']),
    accumulate: dtype,
    subnormals: z.enum(['kept', 'flushed']),
    deterministic: z.boolean(),
    grade: z.enum(['exact', 'offset-free', 'stable', 'cancelling', 'wrong'] satisfies Grade[]),
  } satisfies Record<keyof Claims, z.ZodType>)
  .partial();

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
export function checkClaims(value: unknown): Partial<Claims> | ProfileName {
  if (typeof value === 'string') {
    if (Object.hasOwn(profileNames, value)) return value as ProfileName;
    throw new WireError(`"claims" expected a profile (${Object.keys(profileNames).join(', ')}), got ${show(value)}`);
  }
  const { success, data, error } = claims.safeParse(value);
  if (success) return data as Partial<Claims>;
  throw new WireError(expectation('claims', value, error));
}
