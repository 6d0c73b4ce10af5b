/** Shared by all processes of one run: the time that it may lose, and the right to be alone on the machine. */
import { SharedExclusiveLock } from './shared-exclusive-lock.ts';
import { CannotGoOn } from './start-error.ts';

/** Least time that a run may lose, in milliseconds: some twenty starts of a large library. */
const leastMs = 120_000;

/** Waits for one answer that a run may lose. */
const waits = 30;

/** One for a run, and for the processes that explain its failures. */
export class RunLimits {
  readonly machine: SharedExclusiveLock = new SharedExclusiveLock();
  #mostMs = leastMs;
  #lostMs = 0;

  /** @param timeoutMs - limit for one answer */
  atLeast(timeoutMs: number): void {
    this.#mostMs = Math.max(this.#mostMs, waits * timeoutMs);
  }

  /** Counts time that calls without an answer, and restarts after them, have cost. */
  lose(ms: number): void {
    this.#lostMs += ms;
  }

  /** @throws CannotGoOn where no more may be lost */
  check(label: string, lately: string | undefined): void {
    if (this.#lostMs <= this.#mostMs) return;
    throw new CannotGoOn(
      `${label}: calls without an answer and restarts took more than ${this.#mostMs / 1000} s, the last one because: ${lately}`,
    );
  }
}
