/** The conventions under which mutants are made: what one claims, and which of two choices is the wrong one. */
import type { Conventions } from '../../spec/terms/contract.ts';
import { plainClaims } from '../plain/implementation.ts';

const plain: Conventions = {
  momentumWeights: plainClaims.momentumWeights,
  runningVariance: plainClaims.runningVariance,
};

let assumed = plain;
let turn: Promise<unknown> = Promise.resolve();

/** For modules while they run: what they make is made once, and asked later. */
export const assumedConventions = (): Conventions => assumed;

/** Modules that `load` runs make their mutants under these conventions. One load after another, since all share them. */
export function assuming<T>(conventions: Partial<Conventions>, load: () => Promise<T>): Promise<T> {
  const loaded = turn.then(async () => {
    assumed = { ...plain, ...conventions };
    try {
      return await load();
    } finally {
      assumed = plain;
    }
  });
  turn = loaded.catch(() => undefined);
  return loaded;
}

/** From momentum to the weight of the new statistic, and back. */
export function weighing(): (momentum: number) => number {
  return assumed.momentumWeights === 'new' ? (momentum) => momentum : (momentum) => 1 - momentum;
}

/** What momentum does not weigh. */
export const otherValue = (): string => (assumed.momentumWeights === 'new' ? 'old' : 'new');

/** The weight of the new statistic, in words. */
export const weightInWords = (): string => (assumed.momentumWeights === 'new' ? 'momentum' : '(1 - momentum)');
