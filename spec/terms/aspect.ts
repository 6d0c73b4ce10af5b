/** Conditions that the cases of chapter BN-14 combine. */

/** A condition that varies from case to case, and between how many levels. */
export interface Aspect {
  readonly name: string;
  readonly levels: number;
}

/** Yields each two of a list with their places, the earlier one first. */
export function* pairsOf<T>(all: readonly T[]): Generator<readonly [T, T, number, number]> {
  for (const [a, one] of all.entries()) {
    for (let b = a + 1; b < all.length; b++) yield [one, all[b], a, b];
  }
}
