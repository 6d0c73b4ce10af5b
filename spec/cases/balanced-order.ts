/** Choices that vary apart from what they are made for. */
import { randomOf } from './random.ts';

/**
 * A choice for each of `length` things: each of 0 to `count` - 1 as often as any other, give or take one, in an order that
 * depends on the seed alone. Two orders with different seeds vary apart, as two counters do not.
 */
export function balancedOrder(count: number, length: number, seed: number): number[] {
  const random = randomOf(seed);
  const order = Array.from({ length }, (_, i) => i % count);
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor(random.uniform() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
