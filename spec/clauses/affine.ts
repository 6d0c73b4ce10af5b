/** BN-5: gamma and beta. */
import fc from 'fast-check';
import { callOf, scenarios } from '../cases/scenario.ts';
import { mayHaveAffine } from '../cases/claimed-scenarios.ts';
import { channelVector } from '../cases/scenario-variants.ts';
import { type Clause, clause } from '../check/trial/clause.ts';

export const scaleAndShift: Clause = clause({
  id: 'BN-5.1',
  level: 'MUST',
  says: 'In training y is gamma times the normalized value plus beta, each with the entry of its channel.',
  needs: ['trainForward'],
  given: (claims) => (mayHaveAffine(claims) ? scenarios(claims, { affine: 'both', minPerChannel: 2 }) : undefined),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['y']);
  },
});

export const anyGamma: Clause = clause({
  id: 'BN-5.2',
  level: 'MUST',
  says: 'Gamma is used as given: its sign matters, and where it is 0, y is beta.',
  needs: ['trainForward'],
  given: (claims) =>
    mayHaveAffine(claims)
      ? fc
          .tuple(
            scenarios(claims, { affine: 'both', minPerChannel: 2 }),
            fc.constantFrom([0], [-1], [0, -2], [-3, 0, 4], [0.5, -0.25]),
          )
          .map(([s, gammas]) => ({ ...s, gamma: channelVector(s, (c) => gammas[c % gammas.length]) }))
      : undefined,
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['y']);
  },
});

export const missingAffine: Clause = clause({
  id: 'BN-5.3',
  level: 'MUST',
  says: 'In training y is computed with gamma 1 where gamma is missing and with beta 0 where beta is missing, each independently of the other.',
  needs: ['trainForward'],
  given: (claims) => (claims.affine === 'required' ? undefined : scenarios(claims, { minPerChannel: 2 })),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['y']);
  },
});
