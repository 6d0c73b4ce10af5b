/** BN-15: a layer with a state and a mode, judged step by step along sequences of calls. */
import { layerCases, type LayerCase, type SequenceConstraints } from '../cases/layer-sequences.ts';
import { type Clause, clause, type ClauseDefinition } from '../check/trial/clause.ts';
import { Falsified, NotApplicable } from '../check/trial/clause-exceptions.ts';
import { agreeingState, judgeGradients, judgeUpdate, judgeY, sameState } from '../check/trial/layer-judgement.ts';
import { runSequence, statesOfTwins } from '../check/trial/layer-sequence.ts';
import type { LayerWorld, Rules, Step } from '../check/trial/layer-world.ts';
import type { CompareSettings, Trial } from '../check/trial/trial.ts';
import type { Claims } from '../terms/contract.ts';
import { layerClaimsOf } from '../terms/layer-commands.ts';
import { tensor } from '../terms/tensor.ts';

interface Requirement extends Pick<ClauseDefinition<LayerCase>, 'id' | 'level' | 'says' | 'effort' | 'grades'> {
  /** Undefined where the claims rule it out. */
  readonly sequences: (claims: Claims) => SequenceConstraints | undefined;
  readonly rules: Rules;
  readonly premature?: boolean;
}

const ofLayer = ({ sequences, rules, premature = false, ...definition }: Requirement): Clause =>
  clause({
    effort: 0.5,
    ...definition,
    needs: [],
    ofLayers: true,
    simplify: false,
    given: (claims, replayPath) => {
      const constraints = sequences(claims);
      return constraints && layerCases(claims, constraints, replayPath);
    },
    holds: (trial, given) => runSequence(trial, given, { rules, premature }),
  });

/** Everything that a layer is asked for, as it is used. */
const anything = { train: 1, eval: 1, forward: 4, backward: 2, load: 1, transfer: 1, copy: 1 } as const;
const training = { forward: 4, train: 1, load: 1, eval: 1 } as const;

const counted = (claims: Claims): boolean => layerClaimsOf(claims).count;
const inMode = (mode: 'train' | 'eval', step: Step): boolean => step.forward?.mode === mode;

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

export const trainingForward: Clause = ofLayer({
  id: 'BN-15.2',
  level: 'MUST',
  says: 'In training y is normalized by the statistics of the batch, with the gamma and beta of the state.',
  sequences: () => ({ actions: training, modes: ['train'] }),
  rules: { step: (step, trial) => inMode('train', step) && judgeY(step, trial) },
});

export const trainingUpdate: Clause = ofLayer({
  id: 'BN-15.3',
  level: 'MUST',
  says: 'Each forward in training updates the running statistics once, from those of the state before it, with the momentum of the layer.',
  sequences: () => ({ actions: { ...training, backward: 1 }, modes: ['train'], momentum: 'number' }),
  rules: { step: judgeUpdate },
});

export const evaluationForward: Clause = ofLayer({
  id: 'BN-15.4',
  level: 'MUST',
  says: 'In evaluation y is normalized by the running statistics of the state, with its gamma and beta.',
  sequences: () => ({ actions: { ...training, eval: 3 }, modes: ['eval', 'train'] }),
  rules: { step: (step, trial) => inMode('eval', step) && judgeY(step, trial) },
});

export const evaluationKeeps: Clause = ofLayer({
  id: 'BN-15.5',
  level: 'MUST',
  says: 'A forward in evaluation changes no bit of the state.',
  sequences: () => ({ actions: { ...training, eval: 3 }, modes: ['eval', 'train'] }),
  rules: {
    step: (step, trial) =>
      inMode('eval', step) &&
      sameState('a forward in evaluation changed the state', { actual: step.after, expected: step.before }, trial),
  },
});

export const modeSwitch: Clause = ofLayer({
  id: 'BN-15.6',
  level: 'MUST',
  says: 'Setting the mode changes no bit of the state, whether or not it is another mode.',
  sequences: () => ({ actions: { train: 3, eval: 3, forward: 2 } }),
  rules: {
    step: ({ action, after, before }, trial) =>
      (action.do === 'train' || action.do === 'eval') &&
      sameState('setting the mode changed the state', { actual: after, expected: before }, trial),
  },
});

export const trainsAgain: Clause = ofLayer({
  id: 'BN-15.7',
  level: 'MUST',
  says: 'What evaluation has frozen moves again after the layer is put back to training: y is that of the batch, and the running statistics go on from where they were.',
  sequences: () => ({ actions: { eval: 2, train: 2, forward: 4 }, modes: ['eval', 'train'], momentum: 'number' }),
  rules: {
    step: (step, trial) => {
      if (!step.slot.evaluated || !inMode('train', step)) return false;
      judgeY(step, trial);
      return judgeUpdate(step, trial);
    },
  },
});

export const trainingBackward: Clause = ofLayer({
  id: 'BN-15.8',
  level: 'MUST',
  says: 'After a forward in training, dx, dgamma and dbeta are those of training.',
  sequences: () => ({ actions: { forward: 3, backward: 3, load: 1, train: 1 }, modes: ['train'] }),
  rules: { step: (step, trial) => step.pending?.mode === 'train' && judgeGradients(step, trial) },
});

export const evaluationBackward: Clause = ofLayer({
  id: 'BN-15.9',
  level: 'MUST',
  says: 'After a forward in evaluation, dx, dgamma and dbeta are those of inference with the running statistics that the forward used.',
  sequences: (claims) =>
    layerClaimsOf(claims).backwardInEval
      ? { actions: { forward: 3, backward: 3, load: 1, eval: 1 }, modes: ['eval'] }
      : undefined,
  rules: { step: (step, trial) => step.pending?.mode === 'eval' && judgeGradients(step, trial) },
});

export const modeOfTheForward: Clause = ofLayer({
  id: 'BN-15.10',
  level: 'MUST',
  says: 'The gradients dx, dgamma and dbeta are those of the mode that the forward ran in, whatever mode was set since.',
  sequences: () => ({ actions: { forward: 3, backward: 3, train: 2, eval: 2 } }),
  rules: { step: (step, trial) => step.pending?.switched === true && judgeGradients(step, trial) },
});

export const latestForward: Clause = ofLayer({
  id: 'BN-15.11',
  level: 'MUST',
  says: 'Of several forwards it is the latest whose dx, dgamma and dbeta backward returns.',
  sequences: () => ({ actions: { forward: 4, backward: 2, train: 1, eval: 1 } }),
  rules: { step: (step, trial) => (step.pending?.earlier ?? 0) > 0 && judgeGradients(step, trial) },
});

export const nothingAccumulates: Clause = ofLayer({
  id: 'BN-15.12',
  level: 'MUST',
  says: 'A second backward, of another forward, returns its own dx, dgamma and dbeta and nothing of those before.',
  sequences: () => ({ actions: { forward: 3, backward: 4 } }),
  rules: { step: (step, trial) => (step.pending?.backwards ?? 0) > 0 && judgeGradients(step, trial) },
});

export const backwardKeeps: Clause = ofLayer({
  id: 'BN-15.13',
  level: 'MUST',
  says: 'backward changes no bit of the state.',
  sequences: () => ({ actions: { forward: 3, backward: 3, eval: 1, train: 1, load: 1 } }),
  rules: {
    step: ({ action, after, before }, trial) =>
      action.do === 'backward' && sameState('backward changed the state', { actual: after, expected: before }, trial),
  },
});

export const cumulative: Clause = ofLayer({
  id: 'BN-15.14',
  level: 'MUST',
  says: 'With momentum null the running statistics are the mean of those of all batches so far: step n has the weight 1 / n.',
  sequences: () => ({ actions: { ...training, forward: 6 }, modes: ['train'], momentum: 'null' }),
  rules: { step: judgeUpdate },
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

export const withoutStatistics: Clause = ofLayer({
  id: 'BN-15.16',
  level: 'MUST',
  says: 'A layer without running statistics normalizes y by those of the batch in evaluation, too, and its dx, dgamma and dbeta are those of training.',
  sequences: () => ({
    actions: { forward: 4, backward: 2, eval: 2, train: 1 },
    modes: ['eval', 'train'],
    statistics: 'none',
  }),
  rules: {
    step: (step, trial) => {
      judgeY(step, trial);
      if (step.pending && (step.pending.mode === 'train' || layerClaimsOf(trial.claims).backwardInEval)) {
        judgeGradients(step, trial);
      }
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
  sequences: () => ({ actions: { forward: 4, train: 1, eval: 1, load: 1 }, layers: [1], modes: ['train', 'eval'] }),
  rules: { end: goesOn },
});

export const independent: Clause = ofLayer({
  id: 'BN-15.19',
  level: 'MUST',
  says: 'A call of one layer changes no bit of the state of another, and y and the running statistics are those of the layer’s own configuration and state.',
  sequences: () => ({ actions: { ...anything, forward: 6, copy: 0 }, layers: [2, 3], momentum: 'number' }),
  rules: {
    step: (step, trial) => {
      for (const { before, after } of step.others) {
        sameState('a call of another layer changed the state', { actual: after, expected: before }, trial);
      }
      judgeY(step, trial);
      judgeUpdate(step, trial);
    },
  },
});

export const copies: Clause = ofLayer({
  id: 'BN-15.20',
  level: 'MUST',
  says: 'A copy has the state and the mode of its original, and from then on neither changes a bit of the other.',
  sequences: (claims) =>
    layerClaimsOf(claims).copy
      ? { actions: { copy: 3, forward: 4, load: 1, train: 1, eval: 1, backward: 1 }, layers: [1] }
      : undefined,
  rules: {
    step: (step, trial) => {
      const { made, before, others } = step;
      if (made) sameState('a copy has another state', { actual: made.state, expected: before }, trial);
      for (const other of others) {
        sameState('a copy shares its state', { actual: other.after, expected: other.before }, trial);
      }
      judgeY(step, trial);
      judgeUpdate(step, trial);
    },
  },
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

export const ownMemory: Clause = ofLayer({
  id: 'BN-15.23',
  level: 'MUST',
  says: 'A layer keeps no memory that it returned as state or was given to load, writes to none of its arguments, and its results share no memory with them, with each other or with earlier results.',
  sequences: () => ({ actions: { load: 2, transfer: 2, forward: 3, backward: 2, eval: 1 }, layers: [1, 2] }),
  rules: {
    between: ({ state }, now, trial) =>
      sameState('the state changed with the memory of its caller', { actual: now, expected: state }, trial),
    step: ({ action, outcome, given, after }, trial) => {
      if (outcome.status !== 'ok') return false;
      const says = 'the state changed with the memory that was given to load';
      if (given) sameState(says, { actual: after, expected: given }, trial, false);
      const { mutated, aliased } = outcome;
      if (mutated.length > 0) throw new Falsified(`${action.do} modified its input ${mutated.join(', ')}`);
      if (aliased.length > 0)
        throw new Falsified(`${action.do} returned memory that it does not own: ${aliased.join(', ')}`);
      return true;
    },
  },
});

const refused = ({ outcome }: Step): boolean => outcome.status !== 'ok';

export const refusedForward: Clause = ofLayer({
  id: 'BN-15.24',
  level: 'MUST',
  says: 'A forward that is refused leaves gamma, beta and the running statistics as they were, bit for bit.',
  sequences: () => ({ actions: { badForward: 3, forward: 2, eval: 1, train: 1, load: 1 } }),
  rules: {
    step: (step, trial) =>
      step.action.do === 'badForward' &&
      refused(step) &&
      sameState(
        'a forward that was refused changed the state',
        { actual: step.after, expected: step.before },
        trial,
        false,
      ),
  },
});

export const refusedUncounted: Clause = ofLayer({
  id: 'BN-15.25',
  level: 'SHOULD',
  says: 'A forward that is refused is not counted.',
  sequences: (claims) =>
    counted(claims) ? { actions: { badForward: 3, forward: 2, train: 1 }, modes: ['train'] } : undefined,
  effort: 0.25,
  rules: {
    step: ({ action, outcome, before, after }) => {
      if (action.do !== 'badForward' || outcome.status === 'ok') return false;
      if (before.count === after.count) return true;
      throw new Falsified(`a forward that was refused changed the count from ${before.count} to ${after.count}`);
    },
  },
});

export const refusedLoad: Clause = ofLayer({
  id: 'BN-15.26',
  level: 'SHOULD',
  says: 'A load that is refused leaves the state as it was, bit for bit.',
  sequences: () => ({ actions: { badLoad: 3, forward: 2, load: 1 } }),
  effort: 0.25,
  rules: {
    step: (step, trial) =>
      step.action.do === 'badLoad' &&
      refused(step) &&
      sameState('a load that was refused changed the state', { actual: step.after, expected: step.before }, trial),
  },
});

export const backwardOfNothing: Clause = ofLayer({
  id: 'BN-15.27',
  level: 'MUST',
  says: 'Before any forward, and of a copy before its first, backward is refused.',
  sequences: () => ({ actions: { backward: 3, train: 1, eval: 1, load: 1, copy: 1, forward: 1 } }),
  premature: true,
  effort: 0.25,
  rules: {
    step: ({ action, slot, outcome }) => {
      if (action.do !== 'backward' || slot.forwards > 0) return false;
      if (outcome.status !== 'ok') return true;
      throw new Falsified('backward before any forward was answered');
    },
  },
});

export const accurate: Clause = ofLayer({
  id: 'BN-15.28',
  level: 'MUST',
  says: 'y, the running statistics and the gradients of a layer keep the bounds of the required grade at every step.',
  sequences: () => ({ actions: { ...training, backward: 3, eval: 2 } }),
  grades: true,
  effort: 1,
  rules: {
    step: (step, trial) => {
      const { keeps } = layerClaimsOf(trial.claims);
      const hidden = keeps !== undefined && keeps !== step.slot.config.parameterDtype;
      const settings: CompareSettings = { judge: 'required', ...(hidden && { atMost: 'stable' }) };
      judgeY(step, trial, settings);
      judgeUpdate(step, trial, settings);
      judgeGradients(step, trial, settings);
    },
  },
});

export const evaluatesAgain: Clause = ofLayer({
  id: 'BN-15.29',
  level: 'MUST',
  says: 'Evaluation after further steps of training normalizes y by the running statistics as they are by then, and not as an earlier evaluation found them.',
  effort: 1,
  sequences: () => ({ actions: { eval: 2, train: 2, forward: 3 }, modes: ['eval', 'train'] }),
  rules: {
    step: (step, trial) => inMode('eval', step) && step.slot.history.length > 0 && judgeY(step, trial),
  },
});
