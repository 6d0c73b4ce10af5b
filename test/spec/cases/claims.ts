/** Claims of every kind that generators have to keep to. */
import fc from 'fast-check';
import type { Claims } from '../../../spec/terms/contract.ts';
import { dtypes } from '../../../spec/terms/dtype.ts';
import { profiles } from '../../../spec/terms/profiles.ts';

export const claims: fc.Arbitrary<Claims> = fc
  .record({
    dtypes: fc.subarray([...dtypes], { minLength: 1 }),
    ranks: fc.subarray([2, 3, 4, 5], { minLength: 1 }),
    channelAxis: fc.constantFrom('first' as const, 'last' as const, 'any' as const),
    affine: fc.constantFrom('optional' as const, 'required' as const),
    minEpsilon: fc.constantFrom(0, 1e-5, 0.5, 7),
  })
  .map((some) => ({ ...profiles.pytorch, ...some }));
