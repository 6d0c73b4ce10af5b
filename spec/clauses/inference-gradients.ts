/** BN-9: gradients where mean and variance are constants. */
import fc from 'fast-check';
import { callOf, scenarios } from '../cases/scenario.ts';
import { mapValues } from '../cases/scenario-variants.ts';
import { alike } from '../check/trial/same-outputs.ts';
import { type Clause, clause } from '../check/trial/clause.ts';
import { ofAnyVariance } from './_any-variance.ts';
import { everyOutput } from './_every-output.ts';

export const dx: Clause = clause({
  id: 'BN-9.1',
  level: 'MUST',
  says: 'In inference dx is gamma · dy / √(variance + epsilon): one term, with the given variance.',
  needs: ['inferBackward'],
  given: (claims) => scenarios(claims),
  holds: async (trial, s) => {
    await trial.compare('inferBackward', callOf.inferBackward(s), ['dx']);
  },
});

export const dgamma: Clause = clause({
  id: 'BN-9.2',
  level: 'MUST',
  says: 'In inference dgamma is the sum of dy · (x - mean) / √(variance + epsilon) with the given statistics.',
  needs: ['inferBackward'],
  given: (claims) => scenarios(claims),
  holds: async (trial, s) => {
    await trial.compare('inferBackward', callOf.inferBackward(s), ['dgamma']);
  },
});

export const dbeta: Clause = clause({
  id: 'BN-9.3',
  level: 'MUST',
  says: 'In inference dbeta is the sum of dy over the channel.',
  needs: ['inferBackward'],
  given: (claims) => scenarios(claims),
  holds: async (trial, s) => {
    await trial.compare('inferBackward', callOf.inferBackward(s), ['dbeta']);
  },
});

export const elementByElement: Clause = clause({
  id: 'BN-9.4',
  level: 'MUST',
  says: 'In inference each dx depends on its own dy and its own channel only, and on no x.',
  needs: ['inferBackward'],
  given: (claims) => fc.tuple(scenarios(claims), fc.noShrink(fc.nat())),
  effort: 0.5,
  holds: async (trial, [s, pick]) => {
    const call = callOf.inferBackward(s);
    const at = pick % s.x.data.length;
    const other = {
      ...call,
      dy: mapValues(s.dy, (value, i) => (i === at ? value : 5 - 2 * value)),
      x: mapValues(s.x, (value) => 1 - value),
    };
    await alike(trial, 'inferBackward', [call, other], { outputs: ['dx'], only: (i) => i === at });
  },
});

export const missingAffine: Clause = clause({
  id: 'BN-9.5',
  level: 'MUST',
  says: 'In inference gradients a missing gamma counts as 1.',
  needs: ['inferBackward'],
  given: (claims) => (claims.affine === 'required' ? undefined : scenarios(claims, { affine: 'none' })),
  effort: 0.5,
  holds: async (trial, s) => {
    await trial.compare('inferBackward', callOf.inferBackward(s), ['dx', 'dgamma', 'dbeta']);
  },
});

export const anyVariance: Clause = clause({
  id: 'BN-9.6',
  level: 'MUST',
  says: 'In inference gradients, too, the variance may be 0 or of any size.',
  needs: ['inferBackward'],
  given: ofAnyVariance,
  effort: 0.5,
  holds: (trial, s) => everyOutput(trial, s, ['inferBackward']),
});
