/** Mistakes about epsilon, momentum, and arguments that are not given. */
import { plainSteps } from '../../../../impl/plain/steps.ts';
import { update } from '../../../../impl/plain/running.ts';
import { type Entry, entry } from './entry.ts';
import { columnsOf, edited, entriesOr, kernelOf, on, pick, right, where } from './kernel.ts';

export const optionsAndScalars: readonly Entry[] = [
  entry({
    id: 'epsilon-at-least-1e-5',
    title: 'An epsilon below 1e-5 is raised to it',
    kernel: () => ({ trainForward: (call) => right.trainForward({ ...call, epsilon: Math.max(call.epsilon, 1e-5) }) }),
    outputs: ['y', 'invStd'],
    when: ({ epsilon = 1 }) => epsilon < 1e-5,
    examples: {
      trainForward: [
        { epsilon: 1e-8, values: { x: 'small' } },
        { epsilon: 0, values: { x: 'small' } },
      ],
    },
  }),
  entry({
    id: 'epsilon-of-0-is-missing',
    title: 'An epsilon of 0 counts as missing and becomes 1e-3',
    kernel: () => ({ inferBackward: (call) => right.inferBackward({ ...call, epsilon: call.epsilon || 1e-3 }) }),
    outputs: ['dx', 'dgamma'],
    when: ({ epsilon }) => epsilon === 0,
    examples: { inferBackward: [{ epsilon: 0 }] },
  }),
  entry({
    id: 'epsilon-at-most-a-hundredth',
    title: 'An epsilon above 0.01 is lowered to it',
    kernel: () => ({ inferForward: (call) => right.inferForward({ ...call, epsilon: Math.min(call.epsilon, 0.01) }) }),
    outputs: ['y'],
    when: ({ epsilon = 0 }) => epsilon > 0.01,
  }),
  entry({
    id: 'momentum-of-0-is-missing',
    title: 'A momentum of 0 counts as missing and becomes 0.1',
    kernel: () => ({ trainForward: (call) => right.trainForward({ ...call, momentum: call.momentum || 0.1 }) }),
    outputs: ['runningMean', 'runningVar'],
    when: ({ momentum, runningMean, runningVar }) =>
      momentum === 0 && (runningMean !== undefined || runningVar !== undefined),
    examples: { trainForward: [{ momentum: 0 }] },
  }),
  entry({
    id: 'momentum-of-1-copies',
    title: 'With a momentum of 1 the variance is copied as it is, biased',
    kernel: () => ({
      trainForward: (call) => {
        const result = right.trainForward(call);
        if (call.momentum !== 1) return result;
        const biased = columnsOf(call.x, call).map((x) => plainSteps.variance(x, plainSteps.mean(x)));
        return edited(result, { runningVar: (_, c) => biased[c] });
      },
    }),
    outputs: ['runningVar'],
    when: ({ momentum, m, runningVar }) => momentum === 1 && m > 1 && runningVar !== undefined,
    examples: { trainForward: [{ momentum: 1, given: ['gamma', 'beta', 'runningMean', 'runningVar'] }] },
  }),
  entry({
    id: 'large-momentum-weighs-the-old',
    title: 'A momentum above one half is taken for the weight of the old statistic',
    kernel: () => ({
      trainForward: (call) =>
        right.trainForward({ ...call, momentum: call.momentum > 0.5 ? 1 - call.momentum : call.momentum }),
    }),
    outputs: ['runningMean', 'runningVar'],
    when: ({ momentum = 0, runningMean, runningVar }) =>
      momentum > 0.5 && (runningMean !== undefined || runningVar !== undefined),
  }),
  entry({
    id: 'no-gamma-no-projection',
    title: 'Without gamma there is no dgamma, and its term of dx is missing too',
    kernel: () =>
      where(
        (_, { gamma }) => gamma === undefined,
        pick(
          kernelOf({
            trainGradient: (input) => {
              const { dgamma, dbeta } = plainSteps.trainGradient(input);
              const dx = input.dy.map((g) => input.invStd * (g - dbeta / input.dy.length));
              return { dx, dgamma, dbeta };
            },
          }),
          'savedBackward',
        ),
      ),
    outputs: ['dx'],
    when: ({ gamma }) => gamma === undefined,
  }),
  entry({
    id: 'beta-needs-gamma',
    title: 'Beta without gamma is not added',
    kernel: () => on((call) => (call.gamma ? call : edited(call, { beta: () => 0 })), 'trainForward', 'inferForward'),
    outputs: ['y'],
    when: ({ gamma, beta }) => gamma === undefined && beta !== undefined,
    examples: { inferForward: [{ given: ['beta'] }], trainForward: [{ given: ['beta'] }] },
  }),
  entry({
    id: 'running-variance-needs-the-mean',
    title: 'A running variance without a running mean is given back unchanged',
    kernel: () => ({
      trainForward: (call) => {
        const result = right.trainForward(call);
        const old = entriesOr(call.runningVar, 0);
        return call.runningMean ? result : edited(result, { runningVar: (_, c) => old(c) });
      },
    }),
    outputs: ['runningVar'],
    when: ({ runningMean, runningVar, momentum }) =>
      runningMean === undefined && runningVar !== undefined && momentum !== 0,
    examples: { trainForward: [{ given: ['runningVar'] }, { given: ['gamma', 'beta', 'runningVar'] }] },
  }),
  entry({
    id: 'gamma-alone-gets-dbeta',
    title: 'Where beta is not given, its gradient is written where that of gamma belongs',
    kernel: () => ({
      inferBackward: (call) => {
        const result = right.inferBackward(call);
        const dbeta = entriesOr(result.dbeta, 0);
        return call.gamma && !call.beta ? edited(result, { dgamma: (_, c) => dbeta(c) }) : result;
      },
    }),
    outputs: ['dgamma'],
    when: ({ gamma, beta }) => gamma !== undefined && beta === undefined,
    examples: { inferBackward: [{ given: ['gamma'] }] },
  }),
  entry({
    id: 'plain-training-forgets-epsilon',
    title: 'The fused path without gamma, beta and running statistics does not add epsilon',
    kernel: () =>
      where(
        (_, { gamma, beta, runningMean, runningVar }) => !gamma && !beta && !runningMean && !runningVar,
        pick(kernelOf({ inverseStd: (variance) => 1 / Math.sqrt(variance) }), 'trainForward'),
      ),
    outputs: ['y', 'invStd'],
    when: ({ gamma, beta, runningMean, runningVar, epsilon }) =>
      !gamma && !beta && !runningMean && !runningVar && epsilon !== 0,
    examples: { trainForward: [{ given: [] }, { given: [], epsilon: 0.1 }] },
  }),
  entry({
    id: 'small-momentum-is-per-cent',
    title: 'A momentum below 0.05 is multiplied by 10 as if a decimal had slipped',
    kernel: () => ({
      trainForward: (call) => {
        const { momentum } = call;
        const old = entriesOr(call.runningMean, 0);
        const result = right.trainForward(call);
        const means = columnsOf(call.x, call).map((x) => plainSteps.mean(x));
        return momentum < 0.05
          ? edited(result, { runningMean: (_, c) => update(old(c), means[c], momentum * 10) })
          : result;
      },
    }),
    outputs: ['runningMean'],
    when: ({ momentum = 1, runningMean }) => momentum < 0.05 && momentum !== 0 && runningMean !== undefined,
    examples: { trainForward: [{ momentum: 0.01, given: ['runningMean', 'runningVar'] }] },
  }),
];
