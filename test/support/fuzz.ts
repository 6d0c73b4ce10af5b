/**
 * How much damaged input is tried, and what none of it may cost. BNSPEC_FUZZ says how many mutants of each kind (default
 * 200; 5000 takes some minutes), BNSPEC_SEED which.
 */
import { expect } from 'vitest';
import { type Random, randomOf } from '../../spec/cases/random.ts';

export const mutants: number = Number(process.env['BNSPEC_FUZZ'] ?? 200);

export const fuzzRandom = (): Random => randomOf(Number(process.env['BNSPEC_SEED'] ?? 1));

/** Of this process: the machine may be busy with other work. */
const mostCpuMs = 2000;
/** What the run itself needs, garbage included. */
const floorBytes = 2 ** 27;
/** Memory for each byte of the largest input. */
const factor = 10;

/** Measures each of many pieces of work in one process, and the peak of memory over all of them. */
export class Watch {
  readonly #before = peakBytes();
  #largest = 0;

  /** @param bytes - of the input */
  over<T>(what: string, bytes: number, work: () => T): T {
    this.#largest = Math.max(this.#largest, bytes);
    const begin = process.cpuUsage();
    const result = work();
    const check = (): void => {
      const { user, system } = process.cpuUsage(begin);
      const ms = (user + system) / 1000;
      if (ms > mostCpuMs) expect.fail(`${what}: ${ms} ms of processor time`);
    };
    if (result instanceof Promise) return result.finally(check) as T;
    check();
    return result;
  }

  /** In words, where it is. */
  tooMuchMemory(): string | undefined {
    const used = peakBytes() - this.#before;
    const allowed = floorBytes + factor * this.#largest;
    return used <= allowed ? undefined : `${used} bytes for inputs of at most ${this.#largest}; allowed ${allowed}`;
  }
}

const peakBytes = (): number => process.resourceUsage().maxRSS * 1024;
