/** Mistakes of element types: conversions that saturate or round too early, and types that are confused. */
import type { Claims, DType } from '../../../../spec/terms/contract.ts';
import { roundTo } from '../../../../spec/terms/dtype.ts';
import { plainSteps } from '../../../../impl/plain/steps.ts';
import { tensor, valuesOf } from '../../../../spec/terms/tensor.ts';
import { type Entry, entry } from './entry.ts';
import { edited, kernelOf, on, right, where } from './kernel.ts';

const narrow: Partial<Claims> = {
  dtypes: ['float32', 'float16', 'bfloat16'],
  parameterDtypes: ['float32'],
  ownParameters: true,
};
/** Beside float16 and bfloat16, vectors are float32. */
const mixed: Partial<Claims> = { ...narrow, ownParameters: false };
const wide: Partial<Claims> = { dtypes: ['float32', 'float64'], accumulate: 'float64' };

const inType =
  (type: DType) =>
  (v: number): number =>
    roundTo(type, v);

export const types: readonly Entry[] = [
  entry({
    id: 'half-saturates',
    title: 'float16 results beyond the largest number are limited to it',
    claims: narrow,
    kernel: () =>
      where((_, { x }) => x.dtype === 'float16', {
        inferForward: (call) =>
          edited(right.inferForward(call), { y: (v) => (Math.abs(v) === Infinity ? Math.sign(v) * 65504 : v) }),
      }),
    outputs: ['y'],
    when: ({ type, reach, x }) => type === 'float16' && (reach >= 65520 || x.hasInfinity),
    examples: {
      inferForward: [
        {
          type: 'float16',
          parameters: 'float16',
          statistics: 'float16',
          given: ['gamma'],
          values: { gamma: 'huge', x: 'large' },
        },
        { type: 'float16', parameters: 'float32', statistics: 'float32', given: ['gamma'], values: { gamma: 'huge' } },
      ],
    },
  }),
  entry({
    id: 'half-nan-is-0',
    title: 'The conversion to float16 turns NaN into 0',
    claims: narrow,
    kernel: () =>
      where((_, { x }) => x.dtype === 'float16', {
        inferForward: (call) => edited(right.inferForward(call), { y: (v) => (Number.isNaN(v) ? 0 : v) }),
      }),
    outputs: ['y'],
    when: ({ type, x }) => type === 'float16' && x.hasNaN,
    examples: { inferForward: [{ type: 'float16', values: { x: 'NaN' } }] },
  }),
  entry({
    id: 'double-through-single',
    title: 'float64 values of x pass through float32',
    claims: wide,
    kernel: () =>
      on((call) => (call.x.dtype === 'float64' ? edited(call, { x: inType('float32') }) : call), 'inferForward'),
    outputs: ['y'],
    when: ({ type }) => type === 'float64',
  }),
  entry({
    id: 'momentum-in-single',
    title: 'Momentum is kept in float32 beside float64 data',
    claims: wide,
    kernel: () => ({
      trainForward: (call) => right.trainForward({ ...call, momentum: Math.fround(call.momentum) }),
    }),
    outputs: ['runningMean', 'runningVar'],
    when: ({ type, momentum = 0, runningMean, runningVar }) =>
      type === 'float64' &&
      Math.fround(momentum) !== momentum &&
      (runningMean !== undefined || runningVar !== undefined),
    examples: {
      trainForward: [
        {
          type: 'float64',
          parameters: 'float64',
          statistics: 'float64',
          momentum: 0.1,
          given: ['runningMean', 'runningVar'],
        },
      ],
    },
  }),
  entry({
    id: 'saved-inverse-in-single',
    title: 'The saved inverse standard deviation is rounded to float32 beside float64 data',
    claims: wide,
    kernel: () =>
      on((call) => (call.x.dtype === 'float64' ? edited(call, { invStd: inType('float32') }) : call), 'savedBackward'),
    outputs: ['dx', 'dgamma'],
    when: ({ type }) => type === 'float64',
  }),
  entry({
    id: 'dbeta-summed-in-half',
    title: 'dbeta of float16 data is summed in float16',
    claims: mixed,
    kernel: () =>
      where((_, { x }) => x.dtype === 'float16', {
        inferBackward: kernelOf({
          inferGradient: (input) => ({
            ...plainSteps.inferGradient(input),
            dbeta: input.dy.reduce((sum, v) => roundTo('float16', sum + v), 0),
          }),
        }).inferBackward,
      }),
    outputs: ['dbeta'],
    when: ({ type, m }) => type === 'float16' && m > 1,
  }),
  entry({
    id: 'running-statistics-in-half',
    title: 'Running statistics of float16 data are rounded to float16 on their way',
    claims: mixed,
    kernel: () =>
      where((_, { x }) => x.dtype === 'float16', {
        trainForward: (call) =>
          edited(right.trainForward(call), { runningMean: inType('float16'), runningVar: inType('float16') }),
      }),
    outputs: ['runningMean', 'runningVar'],
    when: ({ type, runningMean, runningVar }) =>
      type === 'float16' && (runningMean !== undefined || runningVar !== undefined),
  }),
  entry({
    id: 'saved-mean-in-brain-float',
    title: 'The kernel of dgamma rounds the saved mean, float32, to bfloat16 beside data of that type',
    claims: mixed,
    kernel: () =>
      where((_, { x }) => x.dtype === 'bfloat16', {
        savedBackward: (call) => {
          const { dgamma } = right.savedBackward(edited(call, { mean: inType('bfloat16') }));
          return { ...right.savedBackward(call), ...(dgamma && { dgamma }) };
        },
      }),
    outputs: ['dgamma'],
    when: ({ type, gamma }) => type === 'bfloat16' && gamma !== undefined,
  }),
  entry({
    id: 'gradient-of-the-type-of-x',
    title: 'dgamma has the type of x rather than of gamma',
    claims: narrow,
    kernel: () => ({
      trainBackward: (call) => {
        const { dgamma, ...result } = right.trainBackward(call);
        return { ...result, ...(dgamma && { dgamma: tensor(call.x.dtype, dgamma.shape, valuesOf(dgamma)) }) };
      },
    }),
    outputs: ['dgamma'],
    when: ({ type, gamma }) => gamma !== undefined && gamma.type !== type,
    examples: {
      trainBackward: [{ type: 'bfloat16', parameters: 'float32', statistics: 'float32', given: ['gamma', 'beta'] }],
    },
  }),
  entry({
    id: 'brain-float-beta-read-as-half',
    title: 'The bits of a bfloat16 beta are read as float16',
    claims: narrow,
    kernel: () => ({
      inferForward: (call) =>
        right.inferForward(
          call.beta?.dtype === 'bfloat16' ? { ...call, beta: { ...call.beta, dtype: 'float16' } } : call,
        ),
    }),
    outputs: ['y'],
    when: ({ beta }) => beta?.type === 'bfloat16',
    examples: {
      inferForward: [{ type: 'bfloat16', parameters: 'bfloat16', statistics: 'bfloat16', given: ['gamma', 'beta'] }],
    },
  }),
  entry({
    id: 'x-in-fixed-point',
    title: 'float16 values of x are converted to fixed point with 6 bits after the point',
    claims: narrow,
    kernel: () =>
      on(
        (call) => (call.x.dtype === 'float16' ? edited(call, { x: (v) => Math.round(v * 64) / 64 }) : call),
        'trainBackward',
      ),
    outputs: ['dx', 'dgamma'],
    when: ({ type, x }) => type === 'float16' && x.leastNonzero < 16,
  }),
];
