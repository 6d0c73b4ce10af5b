/** BN-15: the state of a layer as it is made, counted, loaded and read. */
import type { Clause } from '../check/trial/clause.ts';
import { Falsified, NotApplicable } from '../check/trial/clause-exceptions.ts';
import { agreeingState, sameState } from '../check/trial/layer-judgement.ts';
import { statesOfTwins } from '../check/trial/layer-sequence.ts';
import type { LayerWorld } from '../check/trial/layer-world.ts';
import type { Trial } from '../check/trial/trial.ts';
import { tensor } from '../terms/tensor.ts';
import { anything, counted, ofLayer } from './_layer-clause.ts';

export const newState: Clause = ofLayer({
  id: 'BN-15.1',
  level: 'MUST',
  says: 'A new layer has gamma 1, beta 0, running mean 0, running variance 1 and count 0, as far as its configuration gives it these, in the type and length that this asks for.',
  sequences: () => ({ actions: { forward: 1 }, layers: [1, 2], loads: false }),
  rules: {
    made: ({ config, state }, trial) => {
      const { channels, parameterDtype, affine, trackRunningStats } = config;
      const vector = (value: number) => tensor(parameterDtype, [channels], new Float64Array(channels).fill(value));
      const expected = {
        ...(affine && { gamma: vector(1), beta: vector(0) }),
        ...(trackRunningStats && { runningMean: vector(0), runningVar: vector(1), count: 0 }),
      };
      const count = trackRunningStats && counted(trial.claims);
      sameState('a new layer has another state', { actual: state, expected }, trial, count);
    },
  },
});

export const count: Clause = ofLayer({
  id: 'BN-15.15',
  level: 'MUST',
  says: 'The count grows by one with each forward in training, from 0 or from what was loaded, and by nothing else.',
  sequences: (claims) => (counted(claims) ? { actions: anything, layers: [1, 2] } : undefined),
  rules: {
    step: ({ action, forward, given, slot, before, after }) => {
      if (!slot.config.trackRunningStats) return false;
      const from = action.do === 'load' || action.do === 'transfer' ? given?.count : before.count;
      const expected = from === undefined ? undefined : from + Number(forward?.mode === 'train');
      if (expected !== undefined && after.count === expected) return true;
      throw new Falsified(
        `after ${action.do} the count expected ${expected ?? 'a number'}, got ${after.count ?? 'none'}`,
      );
    },
  },
});

export const loads: Clause = ofLayer({
  id: 'BN-15.17',
  level: 'MUST',
  says: 'After load the state is the one that was loaded, bit for bit.',
  sequences: () => ({ actions: { load: 3, transfer: 2, forward: 2, eval: 1, train: 1 }, layers: [1, 2] }),
  rules: {
    step: ({ action, given, after }, trial) =>
      (action.do === 'load' || action.do === 'transfer') &&
      given &&
      sameState('load left another state', { actual: after, expected: given }, trial, counted(trial.claims)),
  },
});

/** Both take a few more steps, the same ones. */
async function goesOn(world: LayerWorld, trial: Trial): Promise<void> {
  const [first] = world.slots;
  const { config, mode } = first;
  if (config.momentum === null && !counted(trial.claims))
    throw new NotApplicable('the weight of the next step is not in the state');
  await world.make(config);
  const other = world.slots.length - 1;
  await world.carryOut({ do: 'transfer', layer: 0, to: other });
  await world.carryOut({ do: mode ?? 'train', layer: other });
  for (const seed of [1, 2]) {
    for (const layer of [0, other]) await world.carryOut({ do: 'forward', layer, batch: 3, seed });
    const [a, b] = [world.slots[0], world.slots[other]];
    agreeingState(
      'a layer with a loaded state goes on in another way',
      { actual: b.state, expected: a.state },
      a,
      trial,
    );
  }
}

export const goesOnFromLoaded: Clause = ofLayer({
  id: 'BN-15.18',
  level: 'MUST',
  says: 'A new layer that loads the state of another goes on as that one does.',
  effort: 1,
  sequences: () => ({ actions: { forward: 4, train: 1, eval: 1, load: 1 }, layers: [1], modes: ['train', 'eval'] }),
  rules: { end: goesOn },
});

export const between: Clause = ofLayer({
  id: 'BN-15.21',
  level: 'MUST',
  says: 'Between calls, and when it is read, the state changes in no bit.',
  sequences: () => ({ actions: { ...anything, state: 3 }, layers: [1, 2] }),
  rules: {
    between: ({ state }, now, trial) =>
      sameState('the state changed between calls', { actual: now, expected: state }, trial),
    step: ({ action, before, after }, trial) =>
      action.do === 'state' && sameState('reading changed the state', { actual: after, expected: before }, trial),
  },
});

export const unread: Clause = ofLayer({
  id: 'BN-15.22',
  level: 'MUST',
  says: 'A layer whose state is read only at the end comes to the state of one that is read after every call.',
  effort: 1,
  sequences: () => ({ actions: anything, layers: [1, 2] }),
  rules: {
    end: async (world, trial) => {
      const twins = await statesOfTwins(trial, world);
      world.slots.forEach((slot, i) => {
        const says = 'a layer that is not read on its way comes to another state';
        agreeingState(says, { actual: twins[i], expected: slot.state }, slot, trial);
      });
    },
  },
});
