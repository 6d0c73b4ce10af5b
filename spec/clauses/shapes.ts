/** BN-2: shapes, element types and the channel axis. */
import fc from 'fast-check';
import { claimed } from '../cases/claimed-scenarios.ts';
import { longVectors, uniformButOne } from '../cases/look-alikes.ts';
import { callOf, scenarioOf, scenarios, scenarioTensors } from '../cases/scenario.ts';
import { shapeOf } from '../cases/shape.ts';
import { repeatChannels, repeated } from '../cases/scenario-variants.ts';
import { type Clause, clause } from '../check/trial/clause.ts';
import type { Claims, Tensor } from '../terms/contract.ts';
import { layoutOf } from '../terms/layout.ts';
import {
  type Calls,
  isElementwise,
  type Operation,
  signatures,
  snakeCase,
  type TensorName,
} from '../terms/operations.ts';
import type { Trial } from '../check/trial/trial.ts';
import { backwardPasses, eachOffered, everyOutput } from './_every-output.ts';
import { asItIs, distinctPrimes, eachSize, equalSizes, everySize, largeSizes, type Sized, squares } from './_sizes.ts';

export const outputForm: Clause = clause({
  id: 'BN-2.1',
  level: 'MUST',
  says: 'y has the shape and the element type of x, in training and in inference.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims),
  holds: async (trial, s) => {
    // Inference first, before training can have initialized anything.
    if (trial.offers('inferForward')) await trial.call('inferForward', callOf.inferForward(s));
    await trial.call('trainForward', callOf.trainForward(s));
  },
});

export const inferenceForm: Clause = clause({
  id: 'BN-2.2',
  level: 'MUST',
  says: 'In inference y has the shape and the element type of x, also with one value per channel.',
  needs: ['inferForward'],
  given: (claims) => scenarios(claims),
  holds: async (trial, s) => {
    await trial.call('inferForward', callOf.inferForward(s));
  },
});

export const gradientForm: Clause = clause({
  id: 'BN-2.3',
  level: 'MUST',
  says: 'dx has the shape and the element type of x; dgamma and dbeta have one value per channel and the type of gamma.',
  needs: [],
  given: (claims) => scenarios(claims),
  holds: async (trial, s) => {
    await eachOffered(trial, backwardPasses, async (operation) => {
      await trial.call(operation, callOf[operation](s));
    });
  },
});

export const channelAxis: Clause = clause({
  id: 'BN-2.4',
  level: 'MUST',
  says: 'Entry c of every per-channel vector belongs to index c of the channel axis, wherever that axis is and however long the other axes are.',
  needs: [],
  given: (claims) => scenarios(claims, distinctPrimes),
  always: (claims) => {
    const [small, long] = [{ channels: 2, batch: 3 }, longVectors].map((extent) =>
      scenarioOf(claims, shapeOf(claims, extent)),
    );
    // A mistake that shows everywhere is shown on the small one.
    return [small, ...scenarioTensors.map((name) => claimed(claims, uniformButOne(name)(long)))];
  },
  effort: 0.5,
  holds: (trial, s) => everyOutput(trial, s),
});

export const coincidentSizes: Clause = clause({
  id: 'BN-2.5',
  level: 'MUST',
  says: 'The channel axis is identified by its position, not by its length: axes of equal length are not confused.',
  needs: [],
  given: (claims) => scenarios(claims, equalSizes),
  always: squares,
  effort: 0.5,
  holds: (trial, s) => everyOutput(trial, s),
});

export const reductionAxes: Clause = clause({
  id: 'BN-2.6',
  level: 'MUST',
  says: 'Training reduces over every axis but the channel axis: batch and positions together, never one of them alone.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, { ...distinctPrimes, minPerChannel: 2 }),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['y']);
  },
});

export const anySizeForward: Clause = clause<Sized>({
  id: 'BN-2.7',
  level: 'MUST',
  says: 'Every size is handled in the same way, whether or not it is a multiple of a vector width or a power of two.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, everySize).map(asItIs),
  always: eachSize,
  holds: async (trial, sized) => {
    await compareWide(trial, 'trainForward', callOf.trainForward(sized.s), sized);
  },
});

export const anySizeInference: Clause = clause<Sized>({
  id: 'BN-2.8',
  level: 'MUST',
  says: 'Inference handles every size in the same way.',
  needs: ['inferForward'],
  given: (claims) => scenarios(claims, everySize).map(asItIs),
  always: eachSize,
  effort: 0.5,
  holds: async (trial, sized) => {
    await compareWide(trial, 'inferForward', callOf.inferForward(sized.s), sized);
  },
});

export const anySizeBackward: Clause = clause<Sized>({
  id: 'BN-2.9',
  level: 'MUST',
  says: 'The backward pass handles every size in the same way.',
  needs: [],
  given: (claims) => scenarios(claims, everySize).map(asItIs),
  always: eachSize,
  effort: 0.5,
  holds: (trial, sized) => everyGradient(trial, sized),
});

/** Only the sizes that are always tried: each takes as long as many small ones. */
const large = {
  given: (claims: Claims) => fc.constant(largeSizes(claims)[0]),
  always: largeSizes,
  effort: 0,
  simplify: false,
} as const;

export const largeSizeForward: Clause = clause<Sized>({
  id: 'BN-2.10',
  level: 'MUST',
  says: 'In training, however many channels and values per channel there are, all of them contribute to the results.',
  needs: ['trainForward'],
  ...large,
  holds: async (trial, sized) => {
    const call = callOf.trainForward(sized.s);
    const { runningMean: _mean, runningVar: _var, ...bare } = call;
    await compareWide(trial, 'trainForward', call, sized);
    // Without running statistics mean and variance have the wide type of the sums.
    await compareWide(trial, 'trainForward', bare, sized);
  },
});

export const largeSizeInference: Clause = clause<Sized>({
  id: 'BN-2.11',
  level: 'MUST',
  says: 'In inference, however many channels and values per channel there are, every value gets its result.',
  needs: ['inferForward'],
  ...large,
  holds: async (trial, sized) => {
    await compareWide(trial, 'inferForward', callOf.inferForward(sized.s), sized);
  },
});

export const largeSizeBackward: Clause = clause<Sized>({
  id: 'BN-2.12',
  level: 'MUST',
  says: 'In gradients, however many channels and values per channel there are, all of them contribute to the results.',
  needs: [],
  ...large,
  holds: (trial, sized) => everyGradient(trial, sized),
});

/** Beyond this many values a call takes long: there one backward pass stands for all. */
const quickly = 2 ** 18 - 1;

async function everyGradient(trial: Trial, sized: Sized): Promise<void> {
  const { x, axis } = sized.s;
  const values = (x.data.length / x.shape[axis]) * sized.channels;
  const offered = backwardPasses.filter((operation) => trial.offers(operation));
  await eachOffered(trial, values > quickly ? offered.slice(0, 1) : offered, (operation) =>
    compareWide(trial, operation, callOf[operation](sized.s), sized),
  );
}

/**
 * Channels beyond the scenario's own repeat them, and so do the right answers: exact values are needed for a few only.
 */
async function compareWide<O extends Operation>(
  trial: Trial,
  operation: O,
  call: Calls[O],
  { channels }: Sized,
): Promise<void> {
  const outputs: readonly TensorName[] = signatures[operation].outputs;
  if (call.x.shape[call.axis] === channels) {
    await trial.compare(operation, call, outputs);
    return;
  }
  const answer = (await trial.call(operation, repeatChannels(operation, call, channels))) as Partial<
    Record<TensorName, Tensor>
  >;
  const truth = trial.truth(operation, call);
  for (const name of outputs) {
    const [actual, exact] = [answer[name], truth.outputs[name]];
    if (actual === undefined || exact === undefined) continue;
    const axis = isElementwise(operation, name) ? call.axis : 0;
    const layout = layoutOf(exact.shape, axis);
    const bounds = trial.bounds(operation, call, name, actual.dtype);
    const expected = repeated(exact.hi, layout, channels);
    // hi is the exact value to 53 bits.
    const allowed = repeated(
      bounds.map((bound, i) => bound + 2 ** -52 * Math.abs(exact.hi[i])),
      layout,
      channels,
    );
    const says = `${snakeCase(name)} of a channel depends on how many channels there are`;
    trial.within(says, { output: name, tensor: actual, expected, bound: allowed });
  }
}
