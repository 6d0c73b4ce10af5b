/** Claims of every kind that generators have to keep to. */
import fc from 'fast-check';
import type { Claims } from '../../../spec/terms/contract.ts';
import { dtypes } from '../../../spec/terms/dtype.ts';
import { profiles } from '../../../spec/terms/profiles.ts';

export const claims: fc.Arbitrary<Claims> = fc
  .record({
    dtypes: fc.subarray([...dtypes], { minLength: 1 }),
    parameterDtypes: fc.subarray([...dtypes]),
    ownParameters: fc.boolean(),
    shapes: fc.constantFrom('many' as const, 'many' as const, 'few' as const),
    scalars: fc.constantFrom('float32' as const, 'float64' as const),
    statistics: fc.constantFrom('together' as const, 'each' as const),
    epsilons: fc.option(fc.subarray([1, 1e-3, 0.064, 1e-5, 2 ** -20], { minLength: 1 }), { nil: undefined }),
    momenta: fc.option(fc.subarray([0, 0.1, 0.5, 0.99, 1], { minLength: 1 }), { nil: undefined }),
    ranks: fc.subarray([2, 3, 4, 5], { minLength: 1 }),
    channelAxis: fc.constantFrom('first' as const, 'last' as const, 'any' as const),
    affine: fc.constantFrom('none' as const, 'together' as const, 'each' as const, 'required' as const),
    minEpsilon: fc.constantFrom(0, 1e-5, 0.5, 7),
  })
  .map((some) => ({
    ...profiles.pytorch,
    ...some,
    ownParameters: some.ownParameters || some.parameterDtypes.length === 0,
    minEpsilon: Math.min(some.minEpsilon, ...(some.epsilons ?? [])),
  }));
