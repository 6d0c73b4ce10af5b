/** Implementations with two mistakes each. */
import { plainSteps } from '../../../../impl/plain/steps.ts';
import { type Entry, severalMistakes } from './entry.ts';
import { edited, kernelOf, on, pick, right, sizesOf, where } from './kernel.ts';

export const several: readonly Entry[] = [
  severalMistakes(
    {
      id: 'momentum-squared-and-beta-cut',
      title: 'Momentum is used twice, and inference reads beta of channels from the seventh on as 0',
    },
    [
      {
        kernel: () => ({ trainForward: (call) => right.trainForward({ ...call, momentum: call.momentum ** 2 }) }),
        outputs: ['runningMean', 'runningVar'],
        when: ({ momentum, runningMean, runningVar }) =>
          momentum !== 0 && momentum !== 1 && (runningMean !== undefined || runningVar !== undefined),
      },
      {
        kernel: () => on((call) => edited(call, { beta: (v, c) => (c < 6 ? v : 0) }), 'inferForward'),
        outputs: ['y'],
        when: ({ C, beta }) => C > 6 && beta !== undefined,
      },
    ],
  ),
  severalMistakes(
    {
      id: 'gradients-of-two-authors',
      title: 'dbeta of training misses its first value, and saved gradients misuse the mean',
    },
    [
      {
        kernel: () =>
          pick(
            kernelOf({
              trainGradient: (input) => ({
                ...plainSteps.trainGradient(input),
                dbeta: plainSteps.trainGradient(input).dbeta - input.dy[0],
              }),
            }),
            'trainBackward',
          ),
        outputs: ['dbeta'],
      },
      {
        kernel: () => on((call) => edited(call, { mean: (v) => -v }), 'savedBackward'),
        outputs: ['dx', 'dgamma'],
      },
    ],
  ),
  severalMistakes(
    { id: 'ported-from-images', title: 'Rank 5 crashes in training, and in inference a rank of 2 loses epsilon' },
    [
      {
        kernel: () =>
          where(({ rank }) => rank === 5, {
            trainForward: () => {
              throw new Error('expected 4 dimensions');
            },
          }),
        outputs: ['status'],
        when: ({ rank }) => rank === 5,
        what: 'crash',
      },
      {
        kernel: () =>
          where(
            ({ rank }) => rank === 2,
            pick(kernelOf({ inverseStd: (variance) => 1 / Math.sqrt(variance) }), 'inferForward', 'inferBackward'),
          ),
        outputs: ['y', 'dx', 'dgamma'],
        when: ({ rank, epsilon }) => rank === 2 && epsilon !== 0,
      },
    ],
  ),
  severalMistakes(
    {
      id: 'inference-by-table',
      title: 'Inference gives the square root of the variance, its gradient sums dgamma over the first sample alone',
    },
    [
      {
        kernel: () =>
          pick(kernelOf({ inverseStd: (variance, epsilon) => Math.sqrt(variance + epsilon) }), 'inferForward'),
        outputs: ['y'],
      },
      {
        kernel: () => ({
          inferBackward: (call) => {
            const { S, C } = sizesOf(call);
            const cut = edited(call, { dy: (v, i) => (i < S * C ? v : 0) });
            const { dgamma } = right.inferBackward(cut);
            return { ...right.inferBackward(call), ...(dgamma && { dgamma }) };
          },
        }),
        outputs: ['dgamma'],
        when: ({ N }) => N > 1,
      },
    ],
  ),
];
