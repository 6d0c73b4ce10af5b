/** Given variances, from 0 to the largest that a type holds. */
import fc from 'fast-check';
import { type Scenario, scenarios } from '../cases/scenario.ts';
import { channelVector } from '../cases/scenario-variants.ts';
import type { Claims } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';

/** Including values that no data have, with an epsilon that is visible. */
export const ofAnyVariance = (claims: Claims): fc.Arbitrary<Scenario> =>
  fc
    .tuple(
      scenarios(claims, { epsilons: [1, 0.25, 1e-3, 1e-5] }),
      fc.constantFrom([1], [0], [1e-4, 0], [1e4, 1e-6], [1e-5, 4, 0], [1e5, 1], [1e9, 1e30]),
    )
    .map(([s, variances]) => {
      const { largest } = formats[s.runningVar.dtype];
      return {
        ...s,
        runningVar: channelVector(s, (c) => Math.min(largest, variances[c % variances.length])),
      };
    });
