/** Sums over the units of one target in a campaign: the hardest input of each output, and the kinds of counterexamples. */
import type { RunOptions, UnitStore } from '../../check/run-options.ts';
import type { UnitResult } from '../../check/units/unit-result.ts';
import { fromJsonNumber } from '../../report/json-number.ts';
import type { Counterexample, Hardest } from '../../report/report.ts';

/** Counterexamples of one clause that fail in the same way, in the same output. */
export interface Kind {
  readonly clause: string;
  readonly message: string;
  /** Blocks in which it was met. */
  readonly met: number;
  /** The smallest. */
  readonly counterexample: Counterexample;
  readonly replay?: string;
}

export class Tally {
  readonly #largest = new Map<string, Hardest>();
  readonly #kinds = new Map<string, Kind>();

  /** By output. */
  largest(): readonly Hardest[] {
    return [...this.#largest.values()].toSorted((a, b) => (a.output < b.output ? -1 : 1));
  }

  /** The most frequent first. */
  kinds(): readonly Kind[] {
    return [...this.#kinds.values()].toSorted((a, b) => b.met - a.met || (nameOf(a) < nameOf(b) ? -1 : 1));
  }

  /** A store that counts all that goes through it. */
  beside(store: UnitStore | undefined): Required<Pick<RunOptions, 'store'>> {
    return {
      store: {
        get: (unit) => {
          const result = store?.get(unit);
          if (result !== undefined) this.#add(result);
          return result;
        },
        put: (result) => {
          store?.put(result);
          this.#add(result);
        },
      },
    };
  }

  #add({ id, hardest, message = '', counterexample, replay }: UnitResult): void {
    if (hardest) {
      const before = this.#largest.get(hardest.output);
      if (before === undefined || isHarder(hardest, before)) this.#largest.set(hardest.output, hardest);
    }
    if (counterexample === undefined) return;
    const key = [id, message, counterexample.output].join('\n');
    const before = this.#kinds.get(key);
    const own = { clause: id, message, counterexample, ...(replay !== undefined && { replay }) };
    const smallest = before && !isSmaller(own, before) ? before : own;
    this.#kinds.set(key, { ...smallest, met: (before?.met ?? 0) + 1 });
  }
}

/** In doubt by the token, since results may come in any order. */
function isHarder(one: Hardest, other: Hardest): boolean {
  const [a, b] = [one, other].map(({ K }) => fromJsonNumber(K));
  return a > b || (a === b && one.replay < other.replay);
}

function isSmaller(one: Omit<Kind, 'met'>, other: Omit<Kind, 'met'>): boolean {
  const [a, b] = [one, other].map(({ counterexample }) => sizeOf(counterexample));
  return a < b || (a === b && (one.replay ?? '') < (other.replay ?? ''));
}

const nameOf = ({ clause, message, replay = '' }: Kind): string => [clause, message, replay].join('\n');

const sizeOf = ({ requests }: Counterexample): number => requests.join('').length;
