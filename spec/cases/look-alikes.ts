/**
 * Arrays that look alike where a shortcut or the key of a cache may look: at both ends, in the middle, at every second or
 * every k-th element, at the sum. They differ far from the ends, at elements whose index is a prime number.
 */
import type { Tensor } from '../terms/contract.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import type { Scenario, scenarioTensors } from './scenario.ts';
import type { Extent } from './shape.ts';
import { type Change, mapValues } from './scenario-variants.ts';

export type Named = (typeof scenarioTensors)[number];

/** Vectors this long have such elements. */
export const longVectors: Extent = { channels: 21, batch: 4 };

/** Elements at either end that a key may take: the first eight, the last four. */
const ends = { first: 8, last: 4 } as const;

const isPrime = (n: number): boolean => {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return n > 1;
};

/** Two elements where nobody looks, of an array that is long enough to have them. */
export function hiddenPlaces(length: number): readonly [number, number] | undefined {
  const found: number[] = [];
  for (let i = length - ends.last - 1; i >= ends.first && found.length < 2; i--) {
    if (isPrime(i) && i !== length >> 1) found.push(i);
  }
  const [one, other] = found;
  return other === undefined ? undefined : [one, other];
}

const changed =
  (name: Named, change: (t: Tensor, places: readonly [number, number]) => Tensor): Change =>
  (s: Scenario) => {
    const t = s[name];
    const places = t && hiddenPlaces(t.data.length);
    return places ? { ...s, [name]: change(t, places) } : s;
  };

/** One element differs. A variance stays positive. */
export const hidden = (name: Named): Change =>
  changed(name, (t, [place]) => mapValues(t, (value, i) => (i === place ? 1.5 * value + 1 : value)));

/** Two elements are exchanged: sums and extremes are the same. */
export const exchanged = (name: Named): Change =>
  changed(name, (t, [one, other]) => {
    const values = valuesOf(t);
    return tensor(t.dtype, t.shape, values.with(one, values[other]).with(other, values[one]));
  });

/** Values that change nothing, where all are alike. */
const neutral: Readonly<Record<Named, number>> = {
  x: 0.5,
  dy: 1,
  gamma: 1,
  beta: 0,
  runningMean: 0,
  runningVar: 1,
  savedMean: 0,
  savedInvStd: 1,
};

/** All elements but one are the same: an array that a few elements show as uniform. */
export const uniformButOne = (name: Named): Change =>
  changed(name, (t, [place]) => mapValues(t, (_, i) => (i === place ? 2.5 : neutral[name])));
