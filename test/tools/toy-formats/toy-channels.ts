/** Channels of a few toy numbers: all of them, without regard to symmetry, since forms add in their own orders. */

/** The largest magnitude lies in [1, 2): other channels are these, scaled. @param others - the numbers beside it */
export function* scaledChannels(m: number, largest: readonly number[], others: readonly number[]): Generator<number[]> {
  const magnitudes = new Set(largest.map(Math.abs));
  for (const most of magnitudes) {
    const [below, upTo] = [
      others.filter((value) => Math.abs(value) < most),
      others.filter((value) => Math.abs(value) <= most),
    ];
    // The first of the largest.
    for (let at = 0; at < m; at++) {
      for (const before of everyChannel(at, below)) {
        for (const after of everyChannel(m - 1 - at, upTo)) {
          yield [...before, most, ...after];
          yield [...before, -most, ...after];
        }
      }
    }
  }
}

/** Each channel of m of these numbers. */
export function* everyChannel(m: number, numbers: readonly number[]): Generator<number[]> {
  if (m === 0) {
    yield [];
    return;
  }
  for (const rest of everyChannel(m - 1, numbers)) for (const value of numbers) yield [...rest, value];
}

/** Every nth, so that a test may take some. */
export function* everyNth<T>(items: Iterable<T>, n: number): Generator<T> {
  let at = 0;
  for (const item of items) if (at++ % n === 0) yield item;
}

export function* inBatches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
