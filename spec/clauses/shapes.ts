/** BN-2: shapes, element types and the channel axis. */
import { callOf, scenarios } from '../cases/scenario.ts';
import { type Clause, clause } from '../clause.ts';
import { distinctPrimes, equalSizes, everySize } from './sizes.ts';

export const outputForm: Clause = clause({
  id: 'BN-2.1',
  level: 'MUST',
  says: 'y has the shape and the element type of x, in training and in inference.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims),
  holds: async (trial, s) => {
    await trial.call('trainForward', callOf.trainForward(s));
  },
});

export const inferenceForm: Clause = clause({
  id: 'BN-2.2',
  level: 'MUST',
  says: 'In inference y has the shape and the element type of x, for one value per channel too.',
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
  needs: ['trainBackward'],
  given: (claims) => scenarios(claims),
  holds: async (trial, s) => {
    await trial.call('trainBackward', callOf.trainBackward(s));
  },
});

export const channelAxis: Clause = clause({
  id: 'BN-2.4',
  level: 'MUST',
  says: 'Entry c of every per-channel vector belongs to index c of the channel axis, wherever that axis is and however long the other axes are.',
  needs: ['inferForward'],
  given: (claims) => scenarios(claims, distinctPrimes),
  holds: async (trial, s) => {
    await trial.compare('inferForward', callOf.inferForward(s), ['y']);
  },
});

export const coincidentSizes: Clause = clause({
  id: 'BN-2.5',
  level: 'MUST',
  says: 'The channel axis is known by its position, not by its length: axes of equal length are not confused.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, equalSizes),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['y', 'runningMean', 'runningVar']);
  },
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

export const anySizeForward: Clause = clause({
  id: 'BN-2.7',
  level: 'MUST',
  says: 'Every size is handled alike, whether or not it is a multiple of a vector width or a power of two.',
  needs: ['trainForward'],
  given: (claims) => scenarios(claims, everySize),
  holds: async (trial, s) => {
    await trial.compare('trainForward', callOf.trainForward(s), ['y', 'mean', 'variance', 'runningMean', 'runningVar']);
  },
});

export const anySizeInference: Clause = clause({
  id: 'BN-2.8',
  level: 'MUST',
  says: 'Inference handles every size alike.',
  needs: ['inferForward'],
  given: (claims) => scenarios(claims, everySize),
  effort: 0.5,
  holds: async (trial, s) => {
    await trial.compare('inferForward', callOf.inferForward(s), ['y']);
  },
});

export const anySizeBackward: Clause = clause({
  id: 'BN-2.9',
  level: 'MUST',
  says: 'The backward pass handles every size alike.',
  needs: ['trainBackward'],
  given: (claims) => scenarios(claims, everySize),
  effort: 0.5,
  holds: async (trial, s) => {
    await trial.compare('trainBackward', callOf.trainBackward(s), ['dx', 'dgamma', 'dbeta']);
  },
});
