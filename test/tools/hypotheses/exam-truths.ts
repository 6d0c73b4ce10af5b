/**
 * The mistakes of the exam's wrong programs as hypotheses, written from what each program says of itself. Their wrong values are
 * those of the program. Sums that several outputs need make all of these wrong.
 */
import type { Affected, Hypothesis } from '../../../spec/diagnosis/hypothesis/hypothesis.ts';
import type { Traits } from '../../../spec/diagnosis/hypothesis/traits.ts';
import { type Operation, operations } from '../../../spec/terms/operations.ts';
import type { Truth } from './judge.ts';

/** A truth without its wrong values. */
export type Written = Pick<Truth, 'operations' | 'outputs' | 'when' | 'examples'> & { readonly what?: 'memory' };

const is = (
  where: readonly Operation[],
  outputs: readonly Affected[],
  when: Hypothesis['when'] = () => true,
  more: Pick<Written, 'what' | 'examples'> = {},
): Written => ({ operations: where, outputs, when, ...more });

const forward = ['trainForward', 'inferForward'] as const;
const backward = ['trainBackward', 'inferBackward', 'savedBackward'] as const;
const training = ['trainForward', 'trainBackward'] as const;
const inference = ['inferForward', 'inferBackward'] as const;
const chained = ['trainBackward', 'savedBackward'] as const;
const all = ['y', 'mean', 'variance', 'invStd', 'runningMean', 'runningVar', 'dx', 'dgamma', 'dbeta'] as const;
const ofVariance = ['y', 'variance', 'invStd', 'runningVar', 'dx', 'dgamma'] as const;
const ofInverse = ['y', 'invStd', 'dx', 'dgamma'] as const;
const scaled = operations.filter((operation) => operation !== 'savedBackward');

const isSquare = ({ rank, shape }: Traits): boolean => rank === 2 && shape[0] === shape[1];
const isNaNBeside = ({ xAtMean, x, gamma, variance }: Traits): boolean =>
  xAtMean &&
  (x.hasInfinity ||
    gamma?.hasNaN === true ||
    gamma?.hasInfinity === true ||
    variance?.hasNaN === true ||
    variance?.hasNegative === true);

export const examTruths: Readonly<Record<string, Written>> = {
  'dvar-misses-one-r': is(chained, ['dx']),
  'dmean-through-uncentred-x': is(chained, ['dx']),
  'zeros-are-padding': is(training, all, ({ x }) => x.hasZero),
  'squares-in-half': is(training, ofVariance),
  'half-partials-per-256': is(backward, ['dx', 'dgamma', 'dbeta'], ({ m }) => m > 256),
  'unrolled-by-16-loses-the-15th': is(backward, ['dx', 'dgamma'], ({ m }) => m > 16 && m % 16 === 15),
  'padded-rows-counted': is(training, all, ({ rank, axis, shape }) => rank === 4 && axis === 1 && shape[3] % 8 !== 0),
  'last-block-of-16-overlaps': is(
    ['inferForward'],
    ['y'],
    ({ C, gamma }) => C > 16 && C % 16 !== 0 && gamma !== undefined,
  ),
  'channels-last-transposed': is(
    forward,
    ['y'],
    ({ rank, axis, shape }) => rank === 4 && axis === 3 && shape[1] !== shape[2],
  ),
  'last-thread-overlaps': is(backward, ['dx', 'dbeta'], ({ m }) => m >= 64 && m % 4 !== 0),
  'race-over-samples-of-one-channel': is(['inferBackward'], ['dbeta'], ({ C, N }) => C === 1 && N >= 4),
  'subnormal-x-is-zero': is(['trainForward'], all, ({ x }) => x.hasSubnormal),
  'rsqrt-12-bits-in-inference': is(inference, ofInverse),
  'rsqrt-16-bits-in-gradients': is(['trainBackward'], ofInverse),
  'rsqrt-22-bits-double-claimed': is(inference, ofInverse),
  'reciprocal-of-m-14-bits': is(training, all, ({ m }) => m > 128),
  'compensation-optimized-away': is(training, all, () => true, {
    examples: {
      trainForward: [{ shape: [64, 3], axis: 1, values: { x: 'offset' } }],
      trainBackward: [{ shape: [64, 3], axis: 1, values: { x: 'offset' } }],
    },
  }),
  'nan-variance-clamped': is(
    ['inferBackward'],
    ofInverse,
    ({ variance }) => variance?.hasNaN === true || variance?.hasNegative === true,
  ),
  'no-difference-gives-beta': is(forward, ['y'], isNaNBeside, {
    examples: {
      trainForward: [{ values: { x: 'constant', gamma: 'NaN' } }, { values: { x: 'infinite' } }],
      inferForward: [
        { values: { mean: 'a value of x', variance: 'NaN' } },
        { values: { mean: 'a value of x', gamma: 'infinite' } },
      ],
    },
  }),
  'constant-by-three-probes': is(training, ofVariance, ({ m, x }) => m > 2 && x.equalEnds),
  'memo-by-first-eight': is(training, all, () => true, { what: 'memory' }),
  'memo-by-array': is(training, all, () => true, { what: 'memory' }),
  'epsilon-of-the-last-training': is(['inferForward'], ['y'], () => true, { what: 'memory' }),
  'epsilon-of-six-digits': is(scaled, ofInverse, ({ epsilon = 0 }) => Number(epsilon.toPrecision(6)) !== epsilon),
  'epsilon-at-least-1e-5': is(['trainForward'], ofInverse, ({ epsilon = 0 }) => epsilon < 1e-5),
  'epsilon-in-float32-for-float64': is(scaled, ofInverse, ({ epsilon = 0 }) => Math.fround(epsilon) !== epsilon),
  'weights-swapped-for-float64': is(
    ['trainForward'],
    ['runningMean', 'runningVar'],
    ({ runningMean, runningVar, type }) => type === 'float32' && (runningMean ?? runningVar)?.type === 'float64',
  ),
  'one-value-leaves-the-mean': is(['trainForward'], ['runningMean'], ({ m }) => m === 1),
  'one-channel-matrix-without-gamma': is(
    ['inferBackward'],
    ['dx'],
    ({ rank, C, gamma }) => rank === 2 && C === 1 && gamma !== undefined,
  ),
  'running-variance-needs-the-mean': is(
    ['trainForward'],
    ['runningVar'],
    ({ runningMean }) => runningMean === undefined,
  ),
  'rank-5-bessel-forgets-depth': is(
    ['trainForward'],
    ['runningVar'],
    ({ rank, axis, shape }) => rank === 5 && axis !== 4 && shape[4] > 1,
  ),
  'default-gamma-of-300': is(['savedBackward'], ['dx'], ({ C, gamma }) => gamma === undefined && C > 300, {
    examples: {
      savedBackward: [
        { shape: [3, 301], axis: 1, given: [] },
        { shape: [2, 2, 400], axis: 2, given: [] },
      ],
    },
  }),
  'saved-variance-round-trip': is(['savedBackward'], ['dx'], ({ invStd }) => (invStd?.largest ?? 0) > 316.2, {
    examples: { savedBackward: [{ values: { invStd: 'large' } }] },
  }),
  'bfloat16-dx-truncated': is(backward, ['dx']),
  'half-saturates': is(forward, ['y'], ({ reach }) => reach > 65504, {
    examples: {
      trainForward: [{ values: { beta: 'huge' } }, { values: { gamma: 'huge' } }],
      inferForward: [{ values: { gamma: 'huge' } }, { values: { beta: 'huge' } }],
    },
  }),
  'exact-but-rounded-twice': is(['inferForward'], ['y']),
  'one-pass-above-1000': is(training, ofVariance, ({ m }) => m > 1000),
  'biased-above-512-channels': is(['trainForward'], ['runningVar'], ({ C }) => C > 512, {
    examples: {
      trainForward: [
        { shape: [3, 513], axis: 1 },
        { shape: [2, 600, 3], axis: 1 },
        { shape: [2, 2, 700], axis: 2 },
      ],
    },
  }),
  'small-data-rescaled': is(training, ofInverse, ({ x }) => x.leastPeak < 1e-6),
  'axis-0-without-beta-drops-gamma': is(
    ['trainForward'],
    ['y'],
    ({ axis, gamma, beta }) => axis === 0 && gamma !== undefined && beta === undefined,
  ),
};

export const reportedTruths: Readonly<Record<string, Written>> = {
  aidotnet27: is(chained, ['dx']),
  cfn4: is(training, all),
  'fasttd3-32': is(training, ofVariance, ({ N }) => N > 1),
  hipdnn2492: is(['inferForward'], ['y']),
  ncnn331: is(['inferForward'], ['y'], ({ rank, C }) => rank === 2 && C > 1),
  neuron133: is(['trainForward'], ['y'], ({ axis, shape }) => axis > 0 && shape[0] === 1, { what: 'memory' }),
  nnlib548: is(['inferBackward'], ['dx', 'dgamma'], ({ rank }) => [2, 4, 5].includes(rank)),
  'nnlib548-all': is(['inferBackward'], ['dx', 'dgamma']),
  'nnlib548-not-3': is(['inferBackward'], ['dx', 'dgamma'], ({ rank }) => rank !== 3),
  'nnlib548-rank-4': is(['inferBackward'], ['dx', 'dgamma'], ({ rank }) => rank >= 4),
  onnxscript1217: is(['trainForward'], all, ({ type, beta }) => type === 'float16' && beta === undefined),
  ort24404: is(['inferForward'], ['y'], ({ S, C }) => S % 4 === 0 && C > 1),
  paddle68170: is(['inferForward'], ['y']),
  rocm1561: is(['trainForward'], ['runningVar'], ({ rank, axis }) => rank > 2 && axis === rank - 1),
  rubix423: is(['trainForward', ...chained], ofVariance, ({ m, C }) => m !== C),
  rubix445: is(operations, ['y', 'dx'], (call) => isSquare(call) && (call.gamma ?? call.beta) !== undefined),
  speechbrain2815: is(training, ofVariance, ({ N }) => N > 1),
  stalecache: is(operations, all, () => true, { what: 'memory' }),
  torchmlir4683: is(['inferForward'], ['y'], ({ type }) => type === 'float16'),
  tribuo215: is(training, all, ({ m }) => m % 2 === 1),
  ttmetal20877: is(forward, all, () => true, { what: 'memory' }),
  tvm14857: is(forward, ['y'], ({ gamma, beta }) => (gamma === undefined) !== (beta === undefined)),
};
