/**
 * A module in this process, kept from ending it: what it throws outside of its calls, a promise that is never settled, and
 * an exit of its own become answers that say so. Code that never returns cannot be stopped here; in a child process it can.
 */
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { watchGlobals } from '../wire/watch-globals.ts';
import { targetOf } from '../wire/in-process.ts';
import { loadImplementation } from '../wire/load-module.ts';
import type { Target } from '../wire/target.ts';
import { NoAnswer, settled, within } from '../wire/untrusted-promise.ts';
import { CouldNotStart } from '../wire/start-error.ts';
import { briefly, isA, thrownBy } from '../wire/thrown-value.ts';
import { checkedMs, patience } from '../wire/timer-limits.ts';
import { complain } from './print-safely.ts';

const closingMs = 1000;
const incomplete = 4;

/** In a timer, or in a promise that nobody waits for. */
class OutsideItsCalls extends Error {
  override readonly name = 'threw outside its calls';
  override stack = '';

  constructor(thrown: unknown) {
    super(thrownBy(thrown).description);
  }
}

/** Exceptions thrown while no call is waiting: they are passed to the next call that does. */
class Outside {
  #kept: OutsideItsCalls | undefined;
  #listener: ((error: OutsideItsCalls) => void) | undefined;

  readonly caught = (thrown: unknown): void => {
    const error = new OutsideItsCalls(thrown);
    if (this.#listener) this.#listener(error);
    else this.#kept ??= error;
  };

  take(): OutsideItsCalls | undefined {
    const error = this.#kept;
    this.#kept = undefined;
    return error;
  }

  async during<T>(work: T | Promise<T>): Promise<T> {
    const before = this.take();
    if (before) throw before;
    const caught = new Promise<never>((_, reject) => {
      this.#listener = reject;
    });
    try {
      return await Promise.race([work, caught]);
    } finally {
      this.#listener = undefined;
    }
  }
}

/**
 * @param timeoutMs - for what is asynchronous
 * @throws NotAnImplementation, CouldNotStart
 */
export async function guardedModule(path: string, timeoutMs: number): Promise<Target> {
  const ms = checkedMs('timeoutMs', timeoutMs);
  const outside = new Outside();
  const onExit = (code: number): void => {
    if (code === incomplete) return;
    process.exitCode = incomplete;
    complain(`"${path}" ended the process, with code ${code}`);
  };
  process.on('uncaughtException', outside.caught);
  process.on('exit', onExit);
  const release = (): void => {
    process.off('uncaughtException', outside.caught);
    process.off('exit', onExit);
  };
  let target: Target;
  let times = 1;
  try {
    const implementation = await outside.during(loadImplementation(path));
    const wait = <T>(work: T | Promise<T>): Promise<T> => outside.during(within(ms * times, settled(work)));
    target = targetOf(implementation, { settled: wait, replaced: watchGlobals() });
  } catch (error) {
    release();
    throw isA(error, OutsideItsCalls) ? new CouldNotStart(`importing "${path}" threw ${briefly(error)}`) : error;
  }
  return {
    ...target,
    async patiently(work) {
      times = patience;
      try {
        return await work();
      } finally {
        times = 1;
      }
    },
    async close() {
      try {
        await within(closingMs, target.close());
      } catch (error) {
        const what = isA(error, NoAnswer) ? `did not end: ${error.message}` : `throws ${briefly(error)}`;
        complain(`"${path}": close() ${what}`);
      }
      await endOfTurn();
      const kept = outside.take();
      if (kept) complain(`"${path}" threw ${briefly(kept)}`);
      release();
    },
  };
}
