/** A shared or exclusive lock on the machine. Work of several processes on one machine: any number at a time, or one alone. */

export class SharedExclusiveLock {
  #inside = 0;
  #alone: Promise<void> | undefined;
  #emptied: (() => void) | undefined;

  /** Waits for who is alone. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone) await this.#alone;
    this.#inside += 1;
    try {
      return await work();
    } finally {
      this.#inside -= 1;
      if (this.#inside === 0) this.#emptied?.();
    }
  }

  /** Waits for all who are inside; nobody else enters until the work is done. It must not ask for the lock itself. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone) await this.#alone;
    let leave = (): void => undefined;
    this.#alone = new Promise((resolve) => {
      leave = resolve;
    });
    if (this.#inside > 0) {
      await new Promise<void>((resolve) => {
        this.#emptied = resolve;
      });
      this.#emptied = undefined;
    }
    try {
      return await work();
    } finally {
      this.#alone = undefined;
      leave();
    }
  }
}
