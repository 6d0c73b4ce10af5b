/** Speed of a long check, and the time that is left: a line each minute, so that slow is not taken for stuck. */
import { applicability, plan } from '../check/trial/explore.ts';
import type { Clause } from '../check/trial/clause.ts';
import type { Claims } from '../terms/contract.ts';
import type { Operation } from '../terms/operations.ts';

const everyMs = 60_000;
/** Calls a second. A small tensor takes a library some tenths of a millisecond. */
const slow = 100;

/** Cases of each clause, which take about as long as each other. */
export type Cases = ReadonlyMap<string, number>;

export function casesOf(
  clauses: readonly Clause[],
  offered: readonly Operation[],
  claims: Claims,
  runs: number,
): Cases {
  const count = (clause: Clause): number =>
    applicability(clause, offered, claims).given ? plan(clause, claims, runs).numRuns : 0;
  return new Map(clauses.map((clause) => [clause.id, count(clause)]));
}

export class Pace {
  readonly #cases: () => Cases;
  readonly #now: () => number;
  readonly #begun: number;
  readonly #judged = new Set<string>();
  #calls = 0;
  #latest: number;

  /** @param cases - asked for when a run is long, since that takes a while itself */
  constructor(cases: () => Cases, now: () => number = () => performance.now()) {
    this.#cases = cases;
    this.#now = now;
    this.#begun = now();
    this.#latest = this.#begun;
  }

  /** @param calls - of all clauses so far */
  judged(id: string, calls: number): void {
    this.#judged.add(id);
    this.#calls = calls;
  }

  /** @returns undefined within a minute of the last line */
  line(): string | undefined {
    const now = this.#now();
    if (now - this.#latest < everyMs) return undefined;
    this.#latest = now;
    const cases = this.#cases();
    const judged = [...cases.keys()].filter((id) => this.#judged.has(id));
    const elapsed = now - this.#begun;
    const parts = [`${judged.length} of ${cases.size} clauses after ${duration(elapsed)}`];
    if (this.#calls > 0) {
      const rate = (1000 * this.#calls) / elapsed;
      parts.push(`${rate < slow ? 'slow: ' : ''}${Number(rate.toPrecision(2))} calls a second`);
    }
    const [done, all] = [judged, [...cases.keys()]].map((ids) =>
      ids.reduce((sum, id) => sum + (cases.get(id) ?? 0), 0),
    );
    if (done > 0) parts.push(`about ${duration((elapsed * (all - done)) / done)} left`);
    return parts.join('; ');
  }
}

/** In seconds up to a hundred, then in minutes. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
