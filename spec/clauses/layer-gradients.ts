/** BN-15: which forward the backward of a layer differentiates, and in which mode. */
import type { Clause } from '../check/trial/clause.ts';
import { Falsified } from '../check/trial/clause-exceptions.ts';
import { judgeGradients, sameState } from '../check/trial/layer-judgement.ts';
import { layerClaimsOf } from '../terms/layer-commands.ts';
import { ofLayer } from './_layer-clause.ts';

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
  effort: 1,
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
