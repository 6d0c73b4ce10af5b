/** Measures the time of each clause. */
export class Stopwatch {
  readonly #begun = new Map<string, number>();
  readonly #times = new Map<string, number>();

  /** In seconds, by clause. */
  get times(): ReadonlyMap<string, number> {
    return this.#times;
  }

  start(id: string): void {
    this.#begun.set(id, performance.now());
  }

  /** @returns the seconds; undefined where it was not started */
  stop(id: string): number | undefined {
    const begun = this.#begun.get(id);
    if (begun === undefined) return undefined;
    const seconds = (performance.now() - begun) / 1000;
    this.#times.set(id, seconds);
    return seconds;
  }
}
