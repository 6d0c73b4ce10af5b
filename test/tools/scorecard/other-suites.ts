/**
 * What published batch normalization tests make of a mutant. Their cases are made anew from what they are known to be
 * (shapes, distributions, epsilon, tolerance), with right answers from the reference:
 * - onnx/onnx, backend/test/case/node/batchnorm.py: [1,2,1,3] of whole numbers with the default epsilon of 1e-5 and
 *   [2,3,4,5] of normal numbers with 1e-2, once for inference and once for training; tolerance 1e-3 of the value plus 1e-7.
 * - web-platform-tests, webnn/conformance_tests/batch_normalization: inference on uniform numbers up to 100, most with the
 *   default epsilon, in several ranks and axes, with and without scale and bias; tolerance 6 ulp. A published case has
 *   passed somewhere: each is drawn until the plainest float32 arithmetic passes it.
 */
import { reference } from '../../../reference/oracle.ts';
import { randomOf } from '../../../spec/cases/random.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Implementation, InferForward, Tensor, TrainForward } from '../../../spec/terms/contract.ts';
import { sizeOf, tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import type { ExactTensor } from '../../../spec/terms/truth.ts';
import { type HonestClass, honestClasses } from '../honest/classes.ts';

const plainest = (honestClasses.find(({ implementation }) => implementation.name === 'sequential') as HonestClass)
  .implementation;

export interface OtherSuite {
  readonly name: string;
  readonly operation: 'inferForward' | 'trainForward';
  readonly passes: (implementation: Implementation) => Promise<boolean>;
}

type Draw = () => number;
const filled = (shape: readonly number[], draw: Draw): Tensor =>
  tensor(
    'float32',
    shape,
    Array.from({ length: sizeOf(shape) }, () => draw()),
  );

type Close = (actual: number, expected: number) => boolean;

const relative: Close = (actual, expected) => Math.abs(actual - expected) <= 1e-7 + 1e-3 * Math.abs(expected);

const bits = new DataView(new ArrayBuffer(4));

/** Floats in order as whole numbers. */
function ordinal(value: number): number {
  bits.setFloat32(0, value);
  const pattern = bits.getInt32(0);
  return pattern < 0 ? -(pattern & 0x7fffffff) : pattern;
}

const sixUlp: Close = (actual, expected) =>
  Object.is(actual, expected) || Math.abs(ordinal(actual) - ordinal(expected)) <= 6;

function agrees(actual: Tensor | undefined, exact: ExactTensor | undefined, close: Close): boolean {
  if (actual === undefined || exact === undefined) return actual === undefined;
  const expected = valuesOf(exact.round('float32'));
  const values = valuesOf(actual);
  return values.length === expected.length && expected.every((value, i) => close(values[i], value));
}

/** The cases of ONNX: tensors of one call, without what differs between the modes. */
function onnxCases(): Omit<InferForward, 'mean' | 'variance'>[] {
  const random = randomOf(7);
  const normal: Draw = () => random.normal();
  return [
    {
      x: tensor('float32', [1, 2, 1, 3], [-1, 0, 1, 2, 3, 4]),
      gamma: tensor('float32', [2], [1, 1.5]),
      beta: tensor('float32', [2], [0, 1]),
      epsilon: Math.fround(1e-5),
      axis: 1,
    },
    {
      x: filled([2, 3, 4, 5], normal),
      gamma: filled([3], normal),
      beta: filled([3], normal),
      epsilon: Math.fround(1e-2),
      axis: 1,
    },
  ];
}

function onnxStatistics(channels: number): { mean: Tensor; variance: Tensor } {
  const random = randomOf(8);
  if (channels === 2) return { mean: tensor('float32', [2], [0, 3]), variance: tensor('float32', [2], [1, 1.5]) };
  return { mean: filled([channels], () => random.normal()), variance: filled([channels], () => random.uniform()) };
}

async function webCases(): Promise<InferForward[]> {
  const random = randomOf(9);
  const wide: Draw = () => 200 * random.uniform() - 100;
  const positive: Draw = () => 100 * random.uniform();
  const places: readonly (readonly [shape: readonly number[], axis: number, affine: string, epsilon: number])[] = [
    [[4, 6], 1, '', 1e-5],
    [[4, 6], 1, 'gamma', 1e-5],
    [[4, 6], 1, 'beta', 1e-5],
    [[2, 6, 2], 1, '', 1e-5],
    [[6, 2, 2], 0, 'gamma beta', 1e-5],
    [[2, 3, 2, 2], 1, '', 1e-5],
    [[2, 3, 2, 2], 1, 'gamma', 1e-5],
    [[2, 3, 2, 2], 1, 'gamma beta', 1e-5],
    [[2, 2, 2, 3], 3, 'gamma beta', 1e-5],
    [[2, 2, 3, 2], 2, 'beta', 1e-5],
    [[2, 3, 2, 2], 1, 'gamma beta', 1e-6],
    [[6, 1, 1, 4, 1], 3, '', 1e-5],
  ];
  const draw = ([shape, axis, affine, epsilon]: (typeof places)[number]): InferForward => {
    const channels = [shape[axis]];
    return {
      x: filled(shape, wide),
      ...(affine.includes('gamma') && { gamma: filled(channels, wide) }),
      ...(affine.includes('beta') && { beta: filled(channels, wide) }),
      mean: filled(channels, wide),
      variance: filled(channels, positive),
      epsilon: Math.fround(epsilon),
      axis,
    };
  };
  const cases: InferForward[] = [];
  for (const place of places) {
    let call = draw(place);
    while (!(await infers(plainest, [call], sixUlp))) call = draw(place);
    cases.push(call);
  }
  return cases;
}

async function infers(implementation: Implementation, calls: readonly InferForward[], close: Close): Promise<boolean> {
  const claims = resolveClaims(implementation.claims);
  for (const call of calls) {
    const answer = await implementation.inferForward?.(call);
    if (!agrees(answer?.y, reference.answer('inferForward', call, claims).outputs.y, close)) return false;
  }
  return true;
}

async function trains(implementation: Implementation, calls: readonly TrainForward[]): Promise<boolean> {
  const claims = resolveClaims(implementation.claims);
  for (const call of calls) {
    const answer = await implementation.trainForward?.(call);
    const { outputs } = reference.answer('trainForward', call, claims);
    if (!agrees(answer?.y, outputs.y, relative)) return false;
    if (!agrees(answer?.runningMean, outputs.runningMean, relative)) return false;
    if (!agrees(answer?.runningVar, outputs.runningVar, relative)) return false;
  }
  return true;
}

/** A test that throws has failed. */
const safely =
  (passes: (implementation: Implementation) => Promise<boolean>) =>
  (implementation: Implementation): Promise<boolean> =>
    passes(implementation).catch(() => false);

export const otherSuites: readonly OtherSuite[] = [
  {
    name: 'ONNX node tests, inference',
    operation: 'inferForward',
    passes: safely((implementation) =>
      infers(
        implementation,
        onnxCases().map((call) => ({ ...call, ...onnxStatistics(call.x.shape[1]) })),
        relative,
      ),
    ),
  },
  {
    name: 'ONNX node tests, training',
    operation: 'trainForward',
    passes: safely((implementation) =>
      trains(
        implementation,
        onnxCases().map((call) => {
          const { mean, variance } = onnxStatistics(call.x.shape[1]);
          return { ...call, runningMean: mean, runningVar: variance, momentum: Math.fround(0.1) };
        }),
      ),
    ),
  },
  {
    name: 'web-platform-tests, WebNN',
    operation: 'inferForward',
    passes: safely(async (implementation) => infers(implementation, await webCases(), sixUlp)),
  },
];
