/** Speed of a long check, and the time that is left: a line each minute, so that slow is not taken for stuck. */
import { casesOf as generatedCases } from '../check/trial/blocks.ts';
import { applicability } from '../check/trial/explore.ts';
import type { Clause } from '../check/trial/clause.ts';
import type { Claims } from '../terms/contract.ts';
import type { Target } from '../wire/target.ts';

const everyMs = 60_000;
/** Calls a second. A small tensor takes a library some tenths of a millisecond. */
const slow = 100;

/** Cases of each clause, which take about as long as each other. */
export type Cases = ReadonlyMap<string, number>;

export function casesOf(
  clauses: readonly Clause[],
  offered: Pick<Target, 'operations' | 'layer'>,
  claims: Claims,
  runs: number,
): Cases {
  const count = (clause: Clause): number =>
    applicability(clause, offered, claims).given
      ? (clause.always?.(claims).length ?? 0) + generatedCases(clause, runs)
      : 0;
  return new Map(clauses.map((clause) => [clause.id, count(clause)]));
}

export class Pace {
  readonly #cases: () => Cases;
  readonly #now: () => number;
  readonly #begun: number;
  /** By clause: 1 where all of it is judged. */
  readonly #shares = new Map<string, number>();
  readonly #failed = new Set<string>();
  #calls = 0;
  #latest: number;

  /** @param cases - asked for when a run is long, since that takes a while itself */
  constructor(cases: () => Cases, now: () => number = () => performance.now()) {
    this.#cases = cases;
    this.#now = now;
    this.#begun = now();
    this.#latest = this.#begun;
  }

  /**
   * @param calls - of all clauses so far
   * @param share - of the cases of this clause
   */
  judged(id: string, calls: number, { share = 1, failed = false }: { share?: number; failed?: boolean } = {}): void {
    this.#shares.set(id, share);
    if (failed) this.#failed.add(id);
    this.#calls = calls;
  }

  /** @returns undefined within a minute of the last line */
  line(): string | undefined {
    const now = this.#now();
    if (now - this.#latest < everyMs) return undefined;
    this.#latest = now;
    const cases = this.#cases();
    const ids = [...cases.keys()];
    const shareOf = (id: string): number => this.#shares.get(id) ?? 0;
    const elapsed = now - this.#begun;
    const whole = ids.filter((id) => shareOf(id) === 1).length;
    const [done, all] = [shareOf, () => 1].map((share) =>
      ids.reduce((sum, id) => sum + share(id) * (cases.get(id) ?? 0), 0),
    );
    const begun = ids.some((id) => shareOf(id) > 0 && shareOf(id) < 1);
    const parts = [`${whole} of ${cases.size} clauses after ${duration(elapsed)}`];
    if (begun) parts.push(`${Math.floor((100 * done) / all)} % of the cases`);
    if (this.#failed.size > 0) parts.push(`failed: ${[...this.#failed].join(', ')}`);
    if (this.#calls > 0) {
      const rate = (1000 * this.#calls) / elapsed;
      parts.push(`${rate < slow ? 'slow: ' : ''}${Number(rate.toPrecision(2))} calls a second`);
    }
    if (done > 0) parts.push(`about ${duration((elapsed * (all - done)) / done)} left`);
    return parts.join('; ');
  }
}

/** In seconds up to a hundred, then in minutes. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
