/** BN-11: relations between results that need no table of right answers. Bounds are sums of the bounds of BN-12. */
import { callOf, scenarios, type Scenario } from '../cases/scenario.ts';
import { mayHaveAffine } from '../cases/claimed-scenarios.ts';
import {
  batchAxisOf,
  channelVector,
  duplicate,
  mapValues,
  rearrange,
  withoutAffine,
} from '../cases/scenario-variants.ts';
import { alike } from '../check/trial/same-outputs.ts';
import { type Clause, clause } from '../check/trial/clause.ts';
import { NotApplicable } from '../check/trial/clause-exceptions.ts';
import type { Claims, DType, Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import { channelOf, elementOf, type Layout, layoutOf } from '../terms/layout.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import { perChannelSum, roundingOfSum } from './_channel-sums.ts';

const several = { minPerChannel: 2 };
const layoutFor = (s: Scenario): Layout => layoutOf(s.x.shape, s.axis);
/** Numbers computed from answers. */
const sumsOf = (values: ArrayLike<number>): Tensor => tensor('float64', [values.length], values);

export const sumOfOutputs: Clause = clause({
  id: 'BN-11.1',
  level: 'MUST',
  says: 'In training the outputs of a channel sum to m times beta.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, several),
  effort: 0.5,
  holds: async (trial, s) => {
    const call = callOf.trainForward(s);
    const { y } = await trial.call('trainForward', call);
    const layout = layoutFor(s);
    const values = valuesOf(y);
    const allowed = trial.bounds('trainForward', call, 'y', y.dtype);
    const betas = s.beta ? valuesOf(s.beta) : new Float64Array(layout.channels);
    const bound = perChannelSum(layout, (i) => allowed[i]).map((sum, c) => sum + roundingOfSum(layout, c, values));
    const expected = betas.map((beta) => layout.perChannel * beta);
    const sums = sumsOf(perChannelSum(layout, (i) => values[i]));
    trial.within('the outputs do not sum to m · beta', { output: 'y', tensor: sums, expected, bound });
  },
});

export const unitVariance: Clause = clause({
  id: 'BN-11.2',
  level: 'MUST',
  says: 'In training normalized values have mean 0 and mean square v / (v + epsilon).',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, several).map((s) => withoutAffine(s, claims)),
  effort: 0.5,
  holds: async (trial, s) => {
    const call = callOf.trainForward(s);
    const { y } = await trial.call('trainForward', call);
    const layout = layoutFor(s);
    const values = valuesOf(y);
    const squares = values.map((value) => value * value);
    const allowed = trial.bounds('trainForward', call, 'y', y.dtype);
    const { variance } = trial.truth('trainForward', call).channel;
    const bound = perChannelSum(layout, (i) => allowed[i] * (2 * Math.abs(values[i]) + allowed[i])).map(
      (sum, c) => sum + roundingOfSum(layout, c, squares),
    );
    const expected = variance.map((v) => (layout.perChannel * v) / (v + s.epsilon));
    const sums = sumsOf(perChannelSum(layout, (i) => squares[i]));
    trial.within('the mean square is not v / (v + epsilon)', { output: 'y', tensor: sums, expected, bound });
  },
});

export const recoversInput: Clause = clause({
  id: 'BN-11.3',
  level: 'MUST',
  says: 'In training gamma = √(v + epsilon) and beta = mean give x back.',
  needs: ['trainForward'],
  given: (claims) => (mayHaveAffine(claims) ? scenarios(claims, several) : undefined),
  effort: 0.5,
  holds: async (trial, s) => {
    const { mean, variance } = trial.truth('trainForward', callOf.trainForward(s)).channel;
    const gamma = channelVector(s, (c) => Math.sqrt(variance[c] + s.epsilon));
    const beta = channelVector(s, (c) => mean[c]);
    const call = { ...callOf.trainForward(s), gamma, beta };
    const { y } = await trial.call('trainForward', call);
    const layout = layoutFor(s);
    const x = valuesOf(s.x);
    // gamma and beta were rounded to their type; the rest is the error of y.
    const u = formats[gamma.dtype].unitRoundoff * (1 + 2 ** -20) + 2 ** -50;
    const allowed = trial.bounds('trainForward', call, 'y', y.dtype);
    const bound = allowed.map((value, i) => {
      const c = channelOf(layout, i);
      return value + u * (Math.abs(x[i] - mean[c]) + Math.abs(mean[c])) + formats[gamma.dtype].smallest;
    });
    const says = 'gamma = √(v + epsilon), beta = mean do not give x back';
    trial.within(says, { output: 'y', tensor: y, expected: x, bound });
  },
});

export const shift: Clause = clause({
  id: 'BN-11.4',
  level: 'MUST',
  says: 'In training adding the same number to every x of a channel does not change y, where the sum is exact.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { ...several, families: ['summable'] }),
  effort: 0.5,
  holds: async (trial, s) => {
    const call = callOf.trainForward(s);
    const shifted = { ...call, x: mapValues(s.x, (value) => value + 64) };
    if (!valuesOf(shifted.x).every((value, i) => value === valuesOf(s.x)[i] + 64)) throw new NotApplicable('not exact');
    const [{ y }, moved] = [await trial.call('trainForward', call), await trial.call('trainForward', shifted)];
    const [a, b] = [call, shifted].map((each) => trial.bounds('trainForward', each, 'y', y.dtype));
    const bound = a.map((value, i) => value + b[i]);
    trial.within('y changed with the offset of x', { output: 'y', tensor: moved.y, expected: valuesOf(y), bound });
  },
});

/** Compares a rearranged call with the rearranged answer: the order of summation changes, so within both bounds. */
const reversedPositions =
  (layout: Layout) =>
  (c: number, i: number): { c: number; i: number } => ({ c, i: layout.perChannel - 1 - i });

export const permutation: Clause = clause({
  id: 'BN-11.5',
  level: 'MUST',
  says: 'Rearranging the values within a channel rearranges y and dx in the same way and leaves every per-channel result unchanged.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, several),
  effort: 0.5,
  holds: async (trial, s) => {
    const from = reversedPositions(layoutFor(s));
    const turn = (t: Tensor): Tensor => rearrange(t, s.axis, from);
    const turned = { ...s, x: turn(s.x), dy: turn(s.dy) };
    const [call, other] = [callOf.trainForward(s), callOf.trainForward(turned)];
    const [{ y }, b] = [await trial.call('trainForward', call), await trial.call('trainForward', other)];
    const bound = trial.bounds('trainForward', call, 'y', y.dtype).map((value) => 2 * value);
    trial.within('y did not follow x', { output: 'y', tensor: turn(b.y), expected: valuesOf(y), bound });
    if (!trial.offers('trainBackward')) return;
    const [back, otherBack] = [callOf.trainBackward(s), callOf.trainBackward(turned)];
    const [{ dx }, d] = [await trial.call('trainBackward', back), await trial.call('trainBackward', otherBack)];
    const boundDx = trial.bounds('trainBackward', back, 'dx', dx.dtype).map((value) => 2 * value);
    const expected = valuesOf(dx);
    trial.within('dx did not follow x', { output: 'dx', tensor: turn(d.dx), expected, bound: boundDx });
  },
});

export const channelPermutation: Clause = clause({
  id: 'BN-11.6',
  level: 'MUST',
  says: 'Rearranging the channels, with their parameters, rearranges every result in the same way.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { ...several, channels: [2, 3, 5] }),
  effort: 0.5,
  holds: async (trial, s) => {
    const last = layoutFor(s).channels - 1;
    const swap = (t: Tensor): Tensor => rearrange(t, s.axis, (c, i) => ({ c: last - c, i }));
    const swapVector = (t: Tensor): Tensor => tensor(t.dtype, t.shape, valuesOf(t).toReversed());
    const call = callOf.trainForward(s);
    const other = {
      ...call,
      x: swap(s.x),
      ...(s.gamma && { gamma: swapVector(s.gamma) }),
      ...(s.beta && { beta: swapVector(s.beta) }),
      runningMean: swapVector(s.runningMean),
      runningVar: swapVector(s.runningVar),
    };
    const [a, b] = [await trial.call('trainForward', call), await trial.call('trainForward', other)];
    const twice = (name: 'y' | 'runningVar', t: Tensor): Float64Array =>
      trial.bounds('trainForward', call, name, t.dtype).map((value) => 2 * value);
    const says = 'results did not follow their channel';
    trial.within(says, { output: 'y', tensor: swap(b.y), expected: valuesOf(a.y), bound: twice('y', a.y) });
    const [mine, theirs] = [a.runningVar, b.runningVar];
    if (mine === undefined || theirs === undefined) return;
    const bound = twice('runningVar', mine);
    trial.within(says, { output: 'runningVar', tensor: swapVector(theirs), expected: valuesOf(mine), bound });
  },
});

export const channelIndependence: Clause = clause({
  id: 'BN-11.7',
  level: 'MUST',
  says: 'No channel depends on the values of another.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { ...several, channels: [2, 3, 5] }),
  effort: 0.5,
  holds: async (trial, s) => {
    const layout = layoutFor(s);
    const kept = (i: number): boolean => channelOf(layout, i) === 0;
    const change = (t: Tensor): Tensor => mapValues(t, (value, i) => (kept(i) ? value : 9 - 4 * value));
    const call = callOf.trainForward(s);
    const other = { ...call, x: change(s.x) };
    const statistics = ['runningMean', 'runningVar'] as const;
    await alike(trial, 'trainForward', [call, other], { outputs: ['y'], only: kept });
    await alike(trial, 'trainForward', [call, other], { outputs: statistics, only: (c) => c === 0 });
    if (!trial.offers('trainBackward')) return;
    const back = callOf.trainBackward(s);
    const otherBack = { ...back, x: change(s.x), dy: change(s.dy) };
    await alike(trial, 'trainBackward', [back, otherBack], { outputs: ['dx'], only: kept });
  },
});

export const duplication: Clause = clause({
  id: 'BN-11.8',
  level: 'MUST',
  says: 'A batch taken twice gives every y and dx twice, doubles dgamma and dbeta, and changes neither mean nor variance.',
  needs: ['trainForward'],
  // Each doubled shape is a new one.
  given: (claims) => scenarios(claims, claims.shapes === 'few' ? { ...several, maxPerChannel: 4 } : several),
  effort: 0.5,
  holds: async (trial, s) => {
    const double = { ...s, x: duplicate(s.x, s.axis), dy: duplicate(s.dy, s.axis) };
    const [call, other] = [callOf.trainForward(s), callOf.trainForward(double)];
    const [{ y }, twice] = [await trial.call('trainForward', call), await trial.call('trainForward', other)];
    const expected = valuesOf(duplicate(y, s.axis));
    const once = trial.bounds('trainForward', call, 'y', y.dtype);
    const spread = duplicate({ dtype: 'float64', shape: y.shape, data: once }, s.axis);
    const more = trial.bounds('trainForward', other, 'y', y.dtype);
    const bound = valuesOf(spread).map((value, i) => value + more[i]);
    const at = `along axis ${batchAxisOf(s.axis)}`;
    trial.within(`y changed with the batch taken twice ${at}`, { output: 'y', tensor: twice.y, expected, bound });
    if (!trial.offers('trainBackward')) return;
    const [back, otherBack] = [callOf.trainBackward(s), callOf.trainBackward(double)];
    const [a, b] = [await trial.call('trainBackward', back), await trial.call('trainBackward', otherBack)];
    for (const name of ['dgamma', 'dbeta'] as const) {
      const [mine, theirs] = [a[name], b[name]];
      if (mine === undefined || theirs === undefined) continue;
      const [e, f] = [
        trial.bounds('trainBackward', back, name, mine.dtype),
        trial.bounds('trainBackward', otherBack, name, mine.dtype),
      ];
      const doubled = valuesOf(mine).map((value) => 2 * value);
      const allowed = e.map((value, c) => 2 * value + f[c]);
      trial.within(`${name} did not double`, { output: name, tensor: theirs, expected: doubled, bound: allowed });
    }
  },
});

/** Types whose range leaves room for scaling. */
const wideTypes: readonly DType[] = ['float32', 'float64'];

export const powerOfTwo: Clause = clause({
  id: 'BN-11.9',
  level: 'SHOULD',
  says: 'Scaling x by a power of two and epsilon by its square leaves every bit of y unchanged.',
  needs: ['trainForward'],
  given: (claims) => {
    const epsilons = claims.epsilons?.filter((epsilon, _, all) => all.includes(64 * epsilon));
    return claims.dtypes.some((dtype) => wideTypes.includes(dtype)) && epsilons?.length !== 0
      ? scenarios({ ...claims, epsilons }, { ...several, dtypes: wideTypes })
      : undefined;
  },
  effort: 0.5,
  holds: async (trial, s) => {
    const call = callOf.trainForward(s);
    const scaled = { ...call, x: mapValues(s.x, (value) => 8 * value), epsilon: 64 * s.epsilon };
    const [{ y }, other] = [await trial.call('trainForward', call), await trial.call('trainForward', scaled)];
    trial.same('y changed with a power of two', { output: 'y', tensor: other.y, expected: y });
  },
});

export const sumOfGradients: Clause = clause({
  id: 'BN-11.10',
  level: 'MUST',
  says: 'In training dx of a channel sums to 0.',
  needs: ['trainBackward'],
  given: (claims) => scenarios(claims, several),
  effort: 0.5,
  holds: async (trial, s) => {
    const call = callOf.trainBackward(s);
    const { dx } = await trial.call('trainBackward', call);
    const layout = layoutFor(s);
    const values = valuesOf(dx);
    const allowed = trial.bounds('trainBackward', call, 'dx', dx.dtype);
    const bound = perChannelSum(layout, (i) => allowed[i]).map((sum, c) => sum + roundingOfSum(layout, c, values));
    const sums = perChannelSum(layout, (i) => values[i]);
    const expected = sums.map(() => 0);
    trial.within('dx does not sum to 0', { output: 'dx', tensor: sumsOf(sums), expected, bound });
  },
});

export const projectionOfGradients: Clause = clause({
  id: 'BN-11.11',
  level: 'MUST',
  says: 'In training dx · x̂ of a channel sums to gamma · r · dgamma · epsilon / (v + epsilon).',
  needs: ['trainBackward'],
  given: (claims) => scenarios(claims, several),
  effort: 0.5,
  holds: async (trial, s) => {
    const call = callOf.trainBackward(s);
    const { dx } = await trial.call('trainBackward', call);
    const layout = layoutFor(s);
    const { channel, outputs } = trial.truth('trainBackward', call);
    const [x, values] = [valuesOf(s.x), valuesOf(dx)];
    const xhat = x.map((value, i) => {
      const c = channelOf(layout, i);
      return (value - channel.mean[c]) * channel.invStd[c];
    });
    const terms = values.map((value, i) => value * xhat[i]);
    const allowed = trial.bounds('trainBackward', call, 'dx', dx.dtype);
    const gammas = s.gamma ? valuesOf(s.gamma) : new Float64Array(layout.channels).fill(1);
    const dgamma = outputs.dgamma?.hi as Float64Array;
    const expected = gammas.map(
      (gamma, c) => (gamma * channel.invStd[c] * dgamma[c] * s.epsilon) / (channel.variance[c] + s.epsilon),
    );
    // x̂ is a double itself: its own error enters with the size of the terms it is computed from.
    const coarse = values.map((value, i) => Math.abs(value * x[i]) * channel.invStd[channelOf(layout, i)]);
    const bound = perChannelSum(layout, (i) => allowed[i] * Math.abs(xhat[i])).map(
      (sum, c) =>
        sum + roundingOfSum(layout, c, terms) + roundingOfSum(layout, c, coarse) + 2 ** -48 * Math.abs(expected[c]),
    );
    const sums = sumsOf(perChannelSum(layout, (i) => terms[i]));
    const says = 'dx · x̂ does not sum to gamma · r · dgamma · epsilon / (v + epsilon)';
    trial.within(says, { output: 'dx', tensor: sums, expected, bound });
  },
});

export const linearity: Clause = clause({
  id: 'BN-11.12',
  level: 'MUST',
  says: 'Gradients are linear in dy.',
  needs: ['trainBackward'],
  given: (claims) => scenarios(claims, several),
  effort: 0.5,
  holds: async (trial, s) => {
    // Multiples of 1/8 below 8: their sums are exact in every element type but bfloat16's last bit, hence quarter steps.
    const first = mapValues(s.dy, (_, i) => ((i * 5) % 7) / 4 - 1);
    const second = mapValues(s.dy, (_, i) => ((i * 3) % 5) / 4 - 0.5);
    const sum = mapValues(first, (value, i) => value + valuesOf(second)[i]);
    const calls = [first, second, sum].map((dy) => ({ ...callOf.trainBackward(s), dy }));
    const results = [];
    for (const call of calls) results.push(await trial.call('trainBackward', call));
    for (const name of ['dx', 'dgamma', 'dbeta'] as const) {
      const parts = results.map((result) => result[name]);
      if (parts.some((part) => part === undefined)) continue;
      const [a, b, both] = parts as Tensor[];
      const [e, f, g] = calls.map((call) => trial.bounds('trainBackward', call, name, both.dtype));
      const expected = valuesOf(a).map((value, i) => value + valuesOf(b)[i]);
      const bound = e.map((value, i) => value + f[i] + g[i] + 2 ** -52 * Math.abs(expected[i]));
      trial.within(`${name} is not linear in dy`, { output: name, tensor: both, expected, bound });
    }
  },
});

export const inferenceEqualsTraining: Clause = clause({
  id: 'BN-11.13',
  level: 'MUST',
  says: 'Inference with the mean and variance of the batch equals training on it.',
  needs: ['trainForward', 'inferForward'],
  given: (claims) => scenarios(claims, several),
  effort: 0.5,
  holds: async (trial, s) => {
    const call = callOf.trainForward(s);
    const truth = trial.truth('trainForward', call).channel;
    const mean = channelVector(s, (c) => truth.mean[c]);
    const variance = channelVector(s, (c) => truth.variance[c]);
    const infer = { ...callOf.inferForward(s), mean, variance };
    const { y } = await trial.call('trainForward', call);
    const other = await trial.call('inferForward', infer);
    const layout = layoutFor(s);
    const x = valuesOf(s.x);
    const u = formats[mean.dtype].unitRoundoff * (1 + 2 ** -10);
    const [a, b] = [
      trial.bounds('trainForward', call, 'y', y.dtype),
      trial.bounds('inferForward', infer, 'y', y.dtype),
    ];
    // The given statistics were rounded: by u of the mean, and by u of the variance, half of it in the root.
    const bound = a.map((value, i) => {
      const c = channelOf(layout, i);
      const gamma = Math.abs(s.gamma ? valuesOf(s.gamma)[c] : 1) * truth.invStd[c];
      const moved = gamma * (Math.abs(truth.mean[c]) + Math.abs(x[i] - truth.mean[c]));
      return value + b[i] + u * moved + formats[mean.dtype].smallest * gamma;
    });
    const says = 'inference with the statistics of the batch differs from training';
    trial.within(says, { output: 'y', tensor: other.y, expected: valuesOf(y), bound });
  },
});

export const finiteDifferences: Clause = clause({
  id: 'BN-11.14',
  level: 'MUST',
  says: 'dx is the derivative of the implementation’s own training forward pass.',
  needs: ['trainForward', 'trainBackward'],
  given: (claims: Claims) =>
    scenarios(claims, { ...several, families: ['centred', 'ordinary'], maxPerChannel: 12, channels: [1, 2] }),
  effort: 0.5,
  holds: async (trial, s) => {
    const back = callOf.trainBackward(s);
    const { dx } = await trial.call('trainBackward', back);
    const layout = layoutFor(s);
    const weights = valuesOf(s.dy);
    const x = valuesOf(s.x);
    const exact = trial.truth('trainBackward', back).outputs.dx?.hi as Float64Array;
    const allowed = trial.bounds('trainBackward', back, 'dx', dx.dtype);
    for (let c = 0; c < layout.channels; c++) {
      const at = elementOf(layout, c, 0);
      const sides = [0.125, -0.125].map((h) => mapValues(s.x, (value, i) => (i === at ? value + h : value)));
      const width = valuesOf(sides[0])[at] - valuesOf(sides[1])[at];
      if (!(width > 0)) continue;
      let [difference, noise, exactDifference] = [0, 0, 0];
      for (const [k, side] of sides.entries()) {
        const call = { ...callOf.trainForward(s), x: side };
        const { y } = await trial.call('trainForward', call);
        const values = valuesOf(y);
        const truth = trial.truth('trainForward', call).outputs.y?.hi as Float64Array;
        const bound = trial.bounds('trainForward', call, 'y', y.dtype);
        const sign = k === 0 ? 1 : -1;
        for (let i = 0; i < x.length; i++) {
          difference += sign * weights[i] * values[i];
          exactDifference += sign * weights[i] * truth[i];
          noise += Math.abs(weights[i]) * (bound[i] + 2 ** -45 * Math.abs(truth[i]));
        }
      }
      // The error of the finite difference itself is known exactly, from the exact forward pass.
      const truncation = exactDifference / width - exact[at];
      const [got, expected] = [valuesOf(dx)[at], difference / width - truncation];
      const bound = allowed[at] + noise / width;
      const says = 'dx is not the derivative of the forward pass';
      trial.within(says, { output: 'dx', tensor: sumsOf([got]), expected: [expected], bound: [bound] });
    }
  },
});
