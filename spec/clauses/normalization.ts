/** BN-4: from x to normalized values. */
import { callOf, scenarios } from '../cases/scenario.ts';
import { withoutAffine } from '../cases/scenario-variants.ts';
import { type Clause, clause } from '../check/trial/clause.ts';
import { NotApplicable } from '../check/trial/clause-exceptions.ts';
import { operations } from '../terms/operations.ts';
import { everyOutput } from './_every-output.ts';

export const normalized: Clause = clause({
  id: 'BN-4.1',
  level: 'MUST',
  says: 'In training y is (x - mean) times the inverse standard deviation of the batch, where gamma and beta are not given.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { minPerChannel: 2 }).map((s) => withoutAffine(s, claims)),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['y']);
  },
});

export const epsilonAsGiven: Clause = clause({
  id: 'BN-4.2',
  level: 'MUST',
  says: 'Epsilon is used as given, however far below or above the variance it lies.',
  needs: ['trainForward'],
  given: (claims) =>
    scenarios(claims, {
      minPerChannel: 2,
      families: ['ordinary', 'hard', 'small', 'constant'],
      epsilons: [1, 1e-5, 1e-3, 1e-8, 2 ** -40, 10, 100],
    }),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['y', 'invStd']);
  },
});

export const constantChannel: Clause = clause({
  id: 'BN-4.3',
  level: 'MUST',
  says: 'In a channel whose values are all equal, the mean is that value, the variance is 0, and y is beta.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { families: ['constant'] }),
  effort: 0.5,
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['y', 'mean', 'variance']);
  },
});

export const singleValueOutput: Clause = clause({
  id: 'BN-4.4',
  level: 'MUST',
  says: 'With one value per channel y is beta.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { maxPerChannel: 1 }),
  effort: 0.5,
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['y']);
  },
});

export const noEpsilon: Clause = clause({
  id: 'BN-4.5',
  level: 'SHOULD',
  says: 'An epsilon of 0 is used as given where the variance is not 0.',
  needs: [],
  given: (claims) =>
    claims.minEpsilon > 0 || claims.epsilons
      ? undefined
      : scenarios(claims, { minPerChannel: 8, epsilons: [0], families: ['ordinary', 'hard', 'small'] }),
  effort: 0.5,
  holds: async (trial, s) => {
    // Generated data vary; shrunk counterexamples must, too.
    const { variance } = trial.truth('trainForward', callOf.trainForward(s)).channel;
    if (variance.includes(0)) throw new NotApplicable('a channel of equal values');
    await everyOutput(trial, s, operations, { measure: false });
  },
});
