/** Sums over the units of one target in a campaign, in their order: what the report of a check leaves out. */
import { type Aspect, pairsOf } from '../../terms/aspect.ts';
import type { UnitResult } from '../../check/units/unit-result.ts';
import type { Coverage, LargestK, Met } from '../../report/campaign/campaign-report.ts';
import { callIn } from '../../report/exchange-view.ts';
import { fromJsonNumber } from '../../report/json-number.ts';
import type { Hardest } from '../../report/report.ts';
import { anyOperations, wireSignature } from '../../terms/further-operations.ts';

export class Tally {
  readonly #largest = new Map<string, LargestK>();
  readonly #pairs = new Map<string, number[]>();
  readonly #failed = new Map<string, string[]>();

  /** The results themselves are not kept: there may be any number of them. */
  add({ name, id, verdict, hardest, hardestOfOthers = [], pairs }: UnitResult): void {
    for (const each of [...(hardest ? [hardest] : []), ...hardestOfOthers]) this.#addHardest(each);
    if (pairs) this.#pairs.set(id, sum(this.#pairs.get(id), pairs));
    if (verdict === 'fail') this.#failed.set(id, [...(this.#failed.get(id) ?? []), name]);
  }

  #addHardest(hardest: Hardest): void {
    const { operation } = callIn(hardest.requests[0]);
    const key = `${operation} ${hardest.output}`;
    const before = this.#largest.get(key);
    if (before && fromJsonNumber(hardest.K) <= fromJsonNumber(before.K)) return;
    this.#largest.set(key, { operation, ...hardest });
  }

  /** In the order of the operations and their outputs. */
  largest(): LargestK[] {
    return anyOperations.flatMap((operation) =>
      wireSignature(operation).outputs.flatMap((output) => this.#largest.get(`${operation} ${output}`) ?? []),
    );
  }

  /** Names of the units that failed, by clause. */
  get failed(): ReadonlyMap<string, readonly string[]> {
    return this.#failed;
  }

  /** @param aspects - of the clauses that were counted */
  coverage(aspects: readonly Aspect[]): Coverage | undefined {
    if (this.#pairs.size === 0) return undefined;
    const all = [...this.#pairs];
    const starts = [...pairsOf(aspects)].map(([one, other]) => one.levels * other.levels);
    let start = 0;
    return {
      aspects,
      clauses: all.map(([id, counts]) => ({ id, ...metIn(counts) })),
      pairs: [...pairsOf(aspects)].map(([one, other], k) => {
        const [from, to] = [start, (start += starts[k])];
        const [least] = all
          .map(([, counts]) => metIn(counts.slice(from, to)))
          .toSorted((a, b) => a.met - b.met || a.fewest - b.fewest);
        return { aspects: [one.name, other.name] as const, ...least };
      }),
    };
  }
}

const sum = (sofar: readonly number[] | undefined, counts: readonly number[]): number[] =>
  counts.map((count, i) => count + (sofar?.[i] ?? 0));

const metIn = (counts: readonly number[]): Met => ({
  pairs: counts.length,
  met: counts.filter((count) => count > 0).length,
  fewest: Math.min(...counts),
});
