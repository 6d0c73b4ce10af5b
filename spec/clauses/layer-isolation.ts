/** BN-15: what a layer shares with nothing else: other layers, copies, its caller, and calls that it refused. */
import type { Clause } from '../check/trial/clause.ts';
import { Falsified } from '../check/trial/clause-exceptions.ts';
import { judgeUpdate, judgeY, sameState } from '../check/trial/layer-judgement.ts';
import type { Step } from '../check/trial/layer-slot.ts';
import { layerClaimsOf } from '../terms/layer-commands.ts';
import { anything, counted, ofLayer } from './_layer-clause.ts';

export const independent: Clause = ofLayer({
  id: 'BN-15.19',
  level: 'MUST',
  says: 'A call of one layer changes no bit of the state of another, and y and the running statistics are those of the layer’s own configuration and state.',
  sequences: () => ({
    actions: { ...anything, forward: 6, copy: 0, close: 1 },
    layers: [2, 3],
    bystanders: [0, 0, 0, 20],
    momentum: 'number',
  }),
  rules: {
    step: (step, trial) => {
      for (const { before, after } of step.others) {
        sameState('a call of another layer changed the state', { actual: after, expected: before }, trial);
      }
      judgeY(step, trial);
      judgeUpdate(step, trial);
    },
    bystander: (actual, expected, trial) =>
      sameState('a call of another layer changed the state', { actual, expected }, trial, counted(trial.claims)),
  },
});

export const copies: Clause = ofLayer({
  id: 'BN-15.20',
  level: 'MUST',
  says: 'A copy has the state and the mode of its original, and from then on neither changes a bit of the other.',
  effort: 1,
  sequences: (claims) =>
    layerClaimsOf(claims).copy
      ? { actions: { copy: 3, forward: 4, load: 1, train: 1, eval: 1, backward: 1, close: 2 }, layers: [1] }
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
  says: 'A forward that is refused leaves gamma, beta and the running statistics as they were, bit for bit, and so the mode: y and the running statistics of the next forward are those of a layer that was not asked.',
  sequences: () => ({ actions: { badForward: 3, forward: 3, eval: 1, train: 1, load: 1 } }),
  rules: {
    step: (step, trial) => {
      const { action, slot, after: actual, before: expected } = step;
      if (action.do === 'badForward' && refused(step)) {
        return sameState('a forward that was refused changed the state', { actual, expected }, trial, false);
      }
      if (!slot.refused || action.do !== 'forward') return false;
      judgeY(step, trial);
      return judgeUpdate(step, trial);
    },
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
