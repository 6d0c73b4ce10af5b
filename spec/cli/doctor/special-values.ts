/**
 * Whether -0, NaN and subnormal numbers survive the way through the adapter. Nothing on the wire shows which inputs the
 * implementation received, but there are calls whose result is x itself, or x in proportion: inference with mean 0, and
 * training on a channel with mean 0, with a gamma that makes up for variance and epsilon as far as gamma is claimed.
 */
import { mayHaveAffine } from '../../cases/claimed-scenarios.ts';
import { epsilonFor, momentumFor } from '../../cases/epsilon-and-momentum.ts';
import type { Claims, DType, Tensor } from '../../terms/contract.ts';
import { formats } from '../../terms/dtype.ts';
import { tensor, valuesOf } from '../../terms/tensor.ts';
import { answerTo } from './answer-form.ts';
import { simplest } from './calls.ts';
import { type Finding, fine, type Item, note, type Surroundings, unknown, wrong } from './finding.ts';
import type { Patient } from './patient.ts';

interface Special {
  readonly id: string;
  /** A single value; in training the channel holds 1, -1, the value, and its negation. */
  readonly value: (dtype: DType) => number;
  readonly judge: (back: number, claims: Claims) => Finding;
}

const textual = 'pass on the bytes of the tensors; do not convert numbers to text, and add nothing to them on the way';

const specials: readonly Special[] = [
  {
    id: '-0',
    value: () => -0,
    judge: (back, claims) => {
      if (Object.is(back, -0)) return fine('-0 comes back as -0');
      // A missing beta is 0, and -0 + 0 is 0.
      if (back === 0 && !mayHaveAffine(claims)) return unknown('only a beta of -0 could show it');
      // The text asks for no sign of a zero (BN-10), and x + 0 is legitimate.
      if (back === 0) return note(`-0 came back as ${back}`, `if the adapter itself loses it: ${textual}`);
      return wrong(`-0 came back as ${back}`, textual);
    },
  },
  {
    id: 'nan',
    value: () => NaN,
    judge: (back) =>
      Number.isNaN(back)
        ? fine('NaN comes back as NaN')
        : wrong(`NaN came back as ${back}`, `${textual}; compile without -ffast-math`),
  },
  {
    id: 'subnormal',
    value: (dtype) => formats[dtype].smallestNormal / 4,
    judge: (back, { subnormals }) => {
      if (back !== 0) return fine('subnormal numbers come back');
      return subnormals === 'flushed'
        ? fine('subnormal numbers are flushed to zero, as claimed')
        : wrong(
            'subnormal numbers came back as 0',
            'keep them, or claim "subnormals": "flushed" where the hardware decides',
          );
    },
  },
];

export const values: readonly Item[] = specials.map(({ id, value, judge }) => ({
  id,
  async examine(patient, surroundings) {
    const { claims } = surroundings;
    const [dtype] = claims.dtypes;
    const back = await through(patient, surroundings, dtype, value(dtype));
    return typeof back === 'number' ? judge(back, claims) : back;
  },
}));

/** The value as it came back, or the reason why that cannot be determined. */
async function through(
  patient: Patient,
  surroundings: Surroundings,
  dtype: DType,
  value: number,
): Promise<number | Finding> {
  const { claims } = surroundings;
  const { operations } = patient.hello;
  // NaN spoils the statistics of a whole channel: in training it shows nothing about one element.
  const training = !operations.includes('inferForward');
  if (training && !operations.includes('trainForward')) return unknown('only a forward operation could show it');
  const { parameters, shape, axis } = simplest(claims);
  const x = tensor(dtype, fourAlong(shape.length, axis), [1, -1, value, -value]);
  const one = (value: number): Tensor => tensor(parameters, [1], [value]);
  const epsilon = epsilonFor(dtype, 0.5, claims);
  const scale = training ? Math.sqrt(0.5 + epsilon) : 1;
  const shared = { x, ...(mayHaveAffine(claims) && { gamma: one(scale), beta: one(-0) }), epsilon, axis };
  const answer = training
    ? await answerTo(patient, surroundings, 'trainForward', { ...shared, momentum: momentumFor(dtype, 0.5, claims) })
    : await answerTo(patient, surroundings, 'inferForward', { ...shared, mean: one(0), variance: one(1 - epsilon) });
  if ('finding' in answer) return answer.finding;
  const y = valuesOf(answer.outputs['y'] as Tensor);
  const first = mayHaveAffine(claims) ? 1 : 1 / scale;
  const recognizable = (Number.isNaN(value) && training) || (near(y[0], first) && near(y[1], -first));
  return recognizable ? y[2] : unknown(`a call whose result is x itself gave ${[...y].join(', ')}: run bnspec check`);
}

const near = (value: number, expected: number): boolean => Math.abs(value - expected) < 0.02;

/** One channel of four values. */
const fourAlong = (rank: number, axis: number): number[] =>
  Array.from({ length: rank }, (_, k) => (k === (axis === 0 ? 1 : 0) ? 4 : 1));
