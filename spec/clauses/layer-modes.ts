/** BN-15: what a forward of a layer gives and changes, in each of its modes. */
import type { Clause } from '../check/trial/clause.ts';
import { Falsified } from '../check/trial/clause-exceptions.ts';
import { judgeGradients, judgeUpdate, judgeY, sameState } from '../check/trial/layer-judgement.ts';
import type { CompareSettings } from '../check/trial/trial.ts';
import { layerClaimsOf } from '../terms/layer-commands.ts';
import { counted, inMode, ofLayer, training } from './_layer-clause.ts';

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
  effort: 1,
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
  effort: 1,
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

export const cumulative: Clause = ofLayer({
  id: 'BN-15.14',
  level: 'MUST',
  says: 'With momentum null the running statistics are the mean of those of all batches so far: step n has the weight 1 / n.',
  sequences: () => ({ actions: { ...training, forward: 6 }, modes: ['train'], momentum: 'null' }),
  rules: { step: judgeUpdate },
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
  effort: 2,
  sequences: () => ({ actions: { eval: 2, train: 2, forward: 3 }, modes: ['eval', 'train'] }),
  rules: {
    step: (step, trial) => inMode('eval', step) && step.slot.history.length > 0 && judgeY(step, trial),
  },
});

export const goesOnForLong: Clause = ofLayer({
  id: 'BN-15.30',
  level: 'MUST',
  says: 'After hundreds of forwards, whether or not anything was read between them, y, the running statistics and the count are those of one more.',
  effort: 0.15,
  sequences: () => ({
    actions: { forward: 3, eval: 1, train: 1 },
    modes: ['train'],
    runs: [40, 300, 130, 300],
  }),
  rules: {
    step: (step, trial) => {
      const { slot, before, forward } = step;
      if (forward === undefined) return false;
      if (counted(trial.claims) && slot.config.trackRunningStats && before.count !== slot.steps) {
        throw new Falsified(`after many steps the count expected ${slot.steps}, got ${before.count ?? 'none'}`);
      }
      judgeY(step, trial);
      return judgeUpdate(step, trial);
    },
  },
});

export const sameInput: Clause = ofLayer({
  id: 'BN-15.31',
  level: 'MUST',
  says: 'An x that was given before is a batch like any other: y, the running statistics and the count are those of one more forward.',
  effort: 0.25,
  sequences: () => ({ actions: { forward: 5, eval: 1, train: 1 }, modes: ['train', 'eval'], fewData: true }),
  rules: {
    step: (step, trial) => {
      const { slot, before, after, forward } = step;
      if (forward === undefined) return false;
      const expected = (before.count ?? 0) + Number(forward.mode === 'train');
      if (counted(trial.claims) && slot.config.trackRunningStats && after.count !== expected) {
        throw new Falsified(`the count expected ${expected}, got ${after.count ?? 'none'}`);
      }
      judgeY(step, trial);
      return judgeUpdate(step, trial);
    },
  },
});
