/** Sizes that show mistakes of indexing: no two alike, all alike, and around every power of two. */
import type { ScenarioConstraints } from '../cases/scenario.ts';

/** Any two axes swapped change the shape. */
export const distinctPrimes: ScenarioConstraints = { channels: [2, 3, 5], sizes: [2, 3, 5, 7], maxPerChannel: 105 };

/** A vector broadcast along the wrong axis still fits. */
export const equalSizes: ScenarioConstraints = { channels: [2, 3], sizes: [2, 3], maxPerChannel: 81, minPerChannel: 2 };

const around = [4, 8, 16, 32, 64, 128, 256, 512, 1024].flatMap((power) => [power - 1, power, power + 1]);

/** Vector tails, thread counts and block limits all show at some of these. */
export const everySize: ScenarioConstraints = {
  channels: [1, 2, ...around],
  sizes: [1, 2, ...around],
  maxPerChannel: 1100,
  maxElements: 4_000,
};
