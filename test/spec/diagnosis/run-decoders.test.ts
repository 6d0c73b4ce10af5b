/**
 * Conclusions of the decoders from answers alone, without a catalogue: the formula of a denominator, the terms of dx,
 * the update.
 */
import { describe, expect, test } from 'vitest';
import { type Gradient, type GradientInput, trainGradient } from '../../../impl/plain/gradient.ts';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import type { Steps } from '../../../impl/plain/steps.ts';
import { fixedProbes } from '../../../spec/diagnosis/probes.ts';
import type { Implementation, Tensor, TrainForward } from '../../../spec/terms/contract.ts';
import { elementOf, layoutOf } from '../../../spec/terms/layout.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { decoded, found, right } from './decoded-probes.ts';

/** Offers y in training and nothing else, so that no other decoder speaks. */
const outputOf = (trainForward: (call: TrainForward) => Promise<Tensor>): Implementation => ({
  name: 'y alone',
  claims: implementationOf('').claims,
  trainForward: async (call) => ({ y: await trainForward(call) }),
});

const outputWith = (changes: Partial<Steps>): Implementation =>
  outputOf(async (call) => (await implementationOf('', changes).trainForward(call)).y);

/** dx = γr·(a·dy - b·mean(dy) - c·x̂·mean(dy·x̂)). */
const terms =
  (a: number, b: number, c: number) =>
  (input: GradientInput): Gradient => {
    const { dgamma, dbeta } = trainGradient(input);
    const { dy, xhat, gamma, invStd } = input;
    const m = dy.length;
    return {
      dx: dy.map((g, i) => gamma * invStd * (a * g - (b * dbeta) / m - (c * xhat[i] * dgamma) / m)),
      dgamma,
      dbeta,
    };
  };

describe('one mistake, named alone, with its figures', () => {
  test.each<[string, Partial<Steps>, RegExp, RegExp]>([
    [
      'ST01',
      { variance: (x, mean) => sumOfSquares(x, mean) / (x.length - 1) },
      /unbiased variance/,
      /\(gamma \/ a\)² is/,
    ],
    ['EP01', { inverseStd: (v, e) => 1 / (Math.sqrt(v) + e) }, /outside the square root/, /while v \+ epsilon is/],
    ['EP02', { inverseStd: (v) => 1 / Math.sqrt(v) }, /omits epsilon/, /in every channel/],
    ['EP05', { inverseStd: (v, e) => 1 / Math.sqrt(v + 2 * e) }, /adds epsilon twice/, /;/],
    ['EP06', { inverseStd: (v, e) => 1 / Math.sqrt(v + e * e) }, /the square of epsilon/, /;/],
    ['EP06', { inverseStd: (v, e) => 1 / Math.sqrt(v + Math.sqrt(e)) }, /the square root of epsilon/, /;/],
    ['ST09', { inverseStd: (v, e) => 1 / (v + e) }, /without taking the square root/, /;/],
    ['denominator', { inverseStd: (v, e) => 1 / Math.sqrt(3 * v + e) }, /something other/, /;/],
    ['not-affine', { output: (x) => x * x }, /not an affine function/, /channel 0: \d+ of \d+ values are wrong/],
  ])('in y: %s %#', async (id, changes, says, evidence) => {
    const all = await decoded(outputWith(changes));
    expect(all.map((diagnosis) => diagnosis.id)).toEqual([id]);
    expect(all[0].says).toMatch(says);
    expect(all[0].evidence).toMatch(evidence);
  });

  test.each<[string, Partial<Steps>, RegExp, RegExp]>([
    ['BW01', { trainGradient: terms(1, 0, 0) }, /lacks both/, /\(1, -?[\de.-]+, -?[\de.-]+\)/],
    ['BW02', { trainGradient: terms(1, 1, 0) }, /lacks the variance term/, /\(1, 1, /],
    ['BW03', { trainGradient: terms(1, 0, 1) }, /lacks the mean term/, /, 1\)/],
    ['BW04', { trainGradient: terms(1, 1, -1) }, /variance term with the wrong sign/, /\(1, 1, -1\)/],
    ['BW04', { trainGradient: terms(1, -1, 1) }, /mean term with the wrong sign/, /\(1, -1, 1\)/],
    ['gradient-terms', { trainGradient: terms(2, 1, 1) }, /wrong weights/, /: \(2, 1, 1\) \(2, 1, 1\) \(2, 1, 1\)$/],
    [
      'not-a-combination',
      { trainGradient: (input) => ({ ...trainGradient(input), dx: input.dy.map((g) => g * g * g) }) },
      /not a linear combination/,
      /residual in channel 0/,
    ],
    ['RS10', { update: (old) => old }, /not updated/, /enters with weight -?[\de.-]+, momentum is/],
    ['RS01', { update: (old, stat, weight) => weight * old + (1 - weight) * stat }, /inverted/, /enters with weight/],
    ['weight', { update: (old, stat, weight) => (1 - weight / 2) * old + (weight / 2) * stat }, /wrong weight/, /0\./],
    ['RS02', { runningStatistic: (v) => v }, /is updated with the biased variance/, /it is updated with .*unbiased/],
    ['RS15', { runningStatistic: (v) => Math.sqrt(v) }, /with the standard deviation/, /it is updated with/],
    ['statistic', { runningStatistic: (v) => 5 * v }, /some other statistic/, /it is updated with/],
  ])('behind it: %s %#', async (id, changes, says, evidence) => {
    const all = await found(changes);
    expect(all.map((diagnosis) => diagnosis.id)).toEqual([id]);
    expect(all[0].says).toMatch(says);
    expect(all[0].evidence).toMatch(evidence);
  });

  function sumOfSquares(x: Float64Array, mean: number): number {
    return x.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  }

  test('under the biased convention, the unbiased variance is the mistake', async () => {
    const onnx = { momentumWeights: 'old', runningVariance: 'biased' } as const;
    expect(await found({}, onnx)).toEqual([]);
    const all = await found({ runningStatistic: (v, size) => (v * size) / (size - 1) }, onnx);
    expect(all.map(({ id }) => id)).toEqual(['RS03']);
  });

  test.each<[string, (variance: number, epsilon: number) => number, RegExp]>([
    ['RS15', (v, e) => 1 / Math.sqrt(v + e), /inverse standard deviation/],
    ['RS16', (v, e) => v + e, /variance plus epsilon/],
  ])('in the running variance: %s, which knows epsilon', async (id, statistic, says) => {
    let epsilon = Number.NaN;
    const steps: Partial<Steps> = {
      inverseStd: (v, e) => {
        epsilon = e;
        return 1 / Math.sqrt(v + e);
      },
      runningStatistic: (v) => statistic(v, epsilon),
    };
    const all = await found(steps);
    expect(all.map((diagnosis) => diagnosis.id)).toEqual([id]);
    expect(all[0].says).toMatch(says);
  });

  test('normalizing with the running variance', async () => {
    const right = implementationOf('');
    const all = await decoded(
      outputOf(async (call) => {
        const { mean } = await right.trainForward(call);
        return (await right.inferForward({ ...call, mean: mean as Tensor, variance: call.runningVar as Tensor })).y;
      }),
    );
    expect(all.map(({ id }) => id)).toEqual(['MD02']);
  });

  test('a tail that was left alone is shown as one', async () => {
    const [first] = await decoded(
      outputOf(async (call) => {
        const { y } = await implementationOf('').trainForward(call);
        const data = (y.data as Float32Array).slice();
        const layout = layoutOf(y.shape, call.axis);
        for (let i = layout.perChannel - 3; i < layout.perChannel; i++) data[elementOf(layout, 0, i)] = 1000 + i * i;
        return { ...y, data };
      }),
    );
    expect(first.id).toBe('not-affine');
    expect(first.evidence).toMatch(/channel 0: only the last 3 of \d+ values are wrong/);
  });
});

test('several mistakes are all named: forward, running, backward', async () => {
  const all = await found({
    inverseStd: (v) => 1 / Math.sqrt(v),
    runningStatistic: (v) => v,
    trainGradient: terms(1, 1, 0),
  });
  expect(all.map(({ id }) => id)).toEqual(['EP02', 'RS02', 'BW02']);
});

test('what conforms is not diagnosed, whatever it offers', async () => {
  expect(await found({})).toEqual([]);
  const { trainForward, trainBackward, name, claims } = implementationOf('');
  expect(await decoded({ name, claims, trainForward })).toEqual([]);
  expect(await decoded({ name, claims, trainBackward })).toEqual([]);
  expect(await decoded(outputWith({}))).toEqual([]);
});

describe('an implementation that does not answer', () => {
  const refuse = (): never => {
    throw new Error('not now');
  };
  const wrong = implementationOf('', {
    inverseStd: (v) => 1 / Math.sqrt(v),
    runningStatistic: (v) => v,
    trainGradient: terms(2, 1, 1),
  });
  const ids = async (changes: Partial<Implementation>): Promise<readonly string[]> =>
    (await decoded({ ...wrong, ...changes })).map(({ id }) => id);

  test('forward is decoded by what it answers backward, and the other way round', async () => {
    expect(await ids({ trainForward: refuse })).toEqual(['gradient-terms']);
    expect(await ids({ trainBackward: refuse })).toEqual(['EP02', 'RS02']);
    expect(await ids({ trainForward: refuse, trainBackward: refuse })).toEqual([]);
  });

  test('to another running variance is decoded by y alone', async () => {
    const [{ call }] = fixedProbes(resolveClaims(wrong.claims), ['trainForward']);
    const [first] = valuesOf((call as TrainForward).runningVar as Tensor);
    const only = (answer: typeof wrong.trainForward): Promise<readonly string[]> =>
      ids({
        trainForward: (given) => {
          const [old] = valuesOf(given.runningVar as Tensor);
          return old > first ? answer(given) : wrong.trainForward(given);
        },
        trainBackward: refuse,
      });
    expect(await only(wrong.trainForward)).toEqual(['EP02', 'RS02']);
    expect(await only(refuse)).toEqual(['EP02']);
    expect(await only(async (given) => ({ y: (await wrong.trainForward(given)).y }))).toEqual(['EP02']);
  });
});

test.each<[string, (t: Tensor) => Tensor]>([
  ['size', (t) => tensor(t.dtype, [1], [valuesOf(t)[0]])],
  ['shape', (t) => ({ ...t, shape: [t.data.length] })],
  ['type', (t) => tensor('float64', t.shape, valuesOf(t))],
])('an answer of another %s is read by no formula', async (_, other) => {
  const all = await decoded({
    ...right,
    trainForward: async (call) => ({ y: other((await right.trainForward(call)).y) }),
    inferForward: async (call) => ({ y: other((await right.inferForward(call)).y) }),
    trainBackward: async (call) => ({ dx: other((await right.trainBackward(call)).dx) }),
  });
  expect(all).toEqual([]);
});
