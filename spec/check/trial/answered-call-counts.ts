/**
 * The evidence for a verdict: how many of the valid calls that claims and text allow were answered, by operation. A call
 * that the text lets any implementation refuse counts on neither side. Also whether any call at all had an answer that can
 * be compared: where none had, it is the adapter that wants examining.
 */
import type { AnyOperation } from '../../terms/further-operations.ts';

/** Calls that are counted together: of an operation, or of layers. */
export type Counted = AnyOperation | 'layer';

/** Valid calls of one operation, or of layers. */
export interface Tally {
  readonly answered: number;
  /** Refused as unsupported. */
  readonly refused: number;
  /** Messages of the refusals, each with the number of calls; the first few. */
  readonly because: ReadonlyMap<string, number>;
}

/** Further ones are counted, and not kept: a message may name the shape of its call. */
const mostMessages = 20;

class Counts implements Tally {
  answered = 0;
  refused = 0;
  readonly because = new Map<string, number>();

  add({ answered, refused, because }: Tally): void {
    this.answered += answered;
    this.refused += refused;
    for (const [message, calls] of because) {
      if (this.because.size < mostMessages || this.because.has(message)) {
        this.because.set(message, (this.because.get(message) ?? 0) + calls);
      }
    }
  }
}

/** All counts as plain data. */
export interface EvidenceData {
  readonly comparable: number;
  readonly useless: number;
  readonly tallies: readonly {
    readonly operation: Counted;
    readonly answered: number;
    readonly refused: number;
    readonly because: readonly (readonly [message: string, calls: number])[];
  }[];
}

export class Evidence {
  readonly #tallies = new Map<Counted, Counts>();
  #comparable = 0;
  #useless = 0;

  answered(operation: Counted): void {
    this.#countsOf(operation).answered += 1;
  }

  refused(operation: Counted, message: string): void {
    this.#countsOf(operation).add({ answered: 0, refused: 1, because: new Map([[message, 1]]) });
  }

  /** A valid call, whether or not its answer can be compared. */
  called(comparable: boolean): void {
    if (comparable) this.#comparable += 1;
    else this.#useless += 1;
  }

  /** Whether valid calls were made, and none had an answer that can be compared. */
  get nothingComparable(): boolean {
    return this.#comparable === 0 && this.#useless > 0;
  }

  add(other: Evidence): void {
    this.addData(other.toData());
  }

  toData(): EvidenceData {
    const tallies = [...this.#tallies].map(([operation, { answered, refused, because }]) => ({
      operation,
      answered,
      refused,
      because: [...because],
    }));
    return { comparable: this.#comparable, useless: this.#useless, tallies };
  }

  addData({ comparable, useless, tallies }: EvidenceData): void {
    this.#comparable += comparable;
    this.#useless += useless;
    for (const { operation, because, ...counts } of tallies) {
      this.#countsOf(operation).add({ ...counts, because: new Map(because) });
    }
  }

  of(operation: Counted): Tally {
    return this.#tallies.get(operation) ?? new Counts();
  }

  /** Over all operations. */
  total(): Pick<Tally, 'answered' | 'refused'> {
    const sum = new Counts();
    for (const counts of this.#tallies.values()) sum.add(counts);
    return sum;
  }

  /** Messages of the refusals. */
  reasons(): readonly string[] {
    return [...this.#tallies.values()].flatMap(({ because }) => [...because.keys()]);
  }

  #countsOf(operation: Counted): Counts {
    const counts = this.#tallies.get(operation) ?? new Counts();
    this.#tallies.set(operation, counts);
    return counts;
  }
}
