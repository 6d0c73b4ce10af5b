/** Adds up the time of each clause. */
export class Stopwatch {
  readonly #times = new Map<string, number>();

  /** In seconds, by clause. */
  get times(): ReadonlyMap<string, number> {
    return this.#times;
  }

  /**
   * @param ms - of one block; undefined where it was judged before
   * @returns the seconds so far; undefined where there are none
   */
  add(id: string, ms: number | undefined): number | undefined {
    if (ms !== undefined) this.#times.set(id, (this.#times.get(id) ?? 0) + ms / 1000);
    return this.#times.get(id);
  }
}
