/**
 * A run from the results of its units, one after the other, in their order: whoever has them, and wherever they are from, comes
 * to the same end.
 */
import type { Failure } from '../../diagnosis/diagnosis-and-advice.ts';
import { weaker } from '../../accuracy/grade.ts';
import { fromJsonNumber } from '../../report/json-number.ts';
import type { ClauseReport, Hardest, Worst } from '../../report/report.ts';
import type { Grade } from '../../terms/contract.ts';
import type { Judged } from '../judged.ts';
import { notJudged, sentence, type Sentence } from '../clause-report.ts';
import { overBudget } from '../restart-limit.ts';
import { type Counted, Evidence } from '../trial/answered-call-counts.ts';
import type { Clause } from '../trial/clause.ts';
import { Recorder } from '../trial/error-recorder.ts';
import { fromData, layerFromData } from './exchange-data.ts';
import type { UnitResult } from './unit-result.ts';

/** A clause, or the golden cases of an operation, and the number of its units. */
export interface Part {
  readonly sentence: Sentence;
  /** Undefined for golden cases. */
  readonly clause?: Clause;
  readonly units: number;
}

export interface FoldOptions {
  /** See RunOptions. */
  readonly mostFailures?: number | undefined;
  /** Reason why nothing may be judged. */
  readonly stopped?: string | undefined;
  /** Ends of processes before the first unit. */
  readonly falls?: readonly string[];
}

/** The units of one part so far. */
class Sum {
  units = 0;
  runs = 0;
  failures = 0;
  firstFailure: UnitResult | undefined;
  readonly #part: Part;
  #refused = 0;
  #worst: Worst | undefined;
  #nothingToJudge: string | undefined;
  #problem: string | undefined;

  constructor(part: Part) {
    this.#part = part;
  }

  get share(): number {
    return this.units / this.#part.units;
  }

  add(result: UnitResult): void {
    const { verdict, runs, message, worst, evidence } = result;
    this.units += 1;
    this.runs += runs;
    this.#refused += evidence.tallies.reduce((sum, { refused }) => sum + refused, 0);
    if (verdict === 'fail') {
      this.failures += 1;
      this.firstFailure ??= result;
    }
    if (verdict === 'error') this.#problem ??= message;
    if (verdict === 'not-applicable') this.#nothingToJudge = message;
    if (worst && isLarger(worst, this.#worst)) this.#worst = worst;
  }

  /**
   * @param open - why nothing was judged, or not all of it
   * @param inPart - whether a part may stand for the whole
   */
  report(open: string | undefined, inPart = open === undefined): ClauseReport {
    const { runs, firstFailure } = this;
    const { sentence: given, units } = this.#part;
    const report = (verdict: ClauseReport['verdict'], found: Partial<ClauseReport>): ClauseReport => ({
      ...sentence(given),
      verdict,
      runs,
      ...(this.#refused > 0 && { refused: this.#refused }),
      ...found,
    });
    if (firstFailure) {
      const { message, worst, counterexample, replay } = firstFailure;
      return report('fail', {
        ...(message !== undefined && { message }),
        ...(worst && { worst }),
        ...(counterexample && { counterexample }),
        ...(replay !== undefined && { replay }),
      });
    }
    if (this.#problem !== undefined) return notJudged(given, this.#problem);
    if (this.units === 0 || (this.units < units && !inPart)) return notJudged(given, `not judged: ${open}`);
    if (runs > 0) return report('pass', this.#worst ? { worst: this.#worst } : {});
    return report('not-applicable', this.#nothingToJudge === undefined ? {} : { message: this.#nothingToJudge });
  }
}

const isLarger = ({ K }: Worst, sofar: Worst | undefined): boolean =>
  sofar === undefined || fromJsonNumber(K) > fromJsonNumber(sofar.K);

export class Fold {
  readonly #sums: ReadonlyMap<string, Sum>;
  readonly #parts: readonly Part[];
  readonly #mostFailures: number;
  readonly #falls: string[];
  readonly #recorder = new Recorder();
  readonly #evidence = new Evidence();
  readonly #late = new Map<Counted, number>();
  #hardest: Hardest | undefined;
  #grade: Grade | undefined;
  #stopped: string | undefined;

  constructor(parts: readonly Part[], { mostFailures = 1, stopped, falls = [] }: FoldOptions = {}) {
    this.#parts = parts;
    this.#sums = new Map(parts.map((part) => [part.sentence.id, new Sum(part)]));
    this.#mostFailures = mostFailures;
    this.#stopped = stopped;
    this.#falls = [...falls];
  }

  /** Reason why nothing more is judged. */
  get stopped(): string | undefined {
    return this.#stopped;
  }

  /** Whether another unit of this part would count. */
  needs(id: string): boolean {
    return this.#stopped === undefined && this.#sumOf(id).failures < this.#mostFailures;
  }

  /** Whether all units that count were added. */
  isDone(id: string): boolean {
    return this.shareOf(id) === 1;
  }

  /** Share of the units of a part that were added; 1 where no more would count. */
  shareOf(id: string): number {
    return this.needs(id) ? this.#sumOf(id).share : 1;
  }

  /** The next unit in the order of the run; one that does not count is ignored. */
  add(result: UnitResult): void {
    const { id, grade, evidence, outputs, late = [], hardest, falls = [], end } = result;
    if (!this.needs(id)) return;
    this.#sumOf(id).add(result);
    this.#recorder.add(outputs);
    this.#evidence.addData(evidence);
    if (grade !== undefined) this.#grade = this.#grade === undefined ? grade : weaker(this.#grade, grade);
    for (const [operation, calls] of late) this.#late.set(operation, (this.#late.get(operation) ?? 0) + calls);
    if (hardest && isLarger(hardest, this.#hardest)) this.#hardest = hardest;
    this.#falls.push(...falls);
    this.#stopped = end ?? overBudget(this.#falls);
  }

  evidence(): Evidence {
    return this.#evidence;
  }

  /** Units that were added. */
  get units(): number {
    return [...this.#sums.values()].reduce((sum, { units }) => sum + units, 0);
  }

  /** @param open - see Sum.report; a reason of the run's own comes first */
  report(id: string, open?: string, inPart?: boolean): ClauseReport {
    return this.#sumOf(id).report(this.#stopped ?? open, this.#stopped === undefined && inPart);
  }

  /**
   * @param open - see Sum.report
   * @param inPart - whether a part of a clause may stand for the whole
   */
  judged(open?: string, inPart?: boolean): Judged {
    const ids = this.#parts.map(({ sentence: { id } }) => id);
    return {
      reports: ids.map((id) => this.report(id, open, inPart)),
      failures: this.#parts.flatMap((part) => this.#failuresOf(part)),
      hardest: this.#hardest,
      outputs: this.#recorder.outputs(),
      evidence: this.#evidence,
      grade: this.#grade,
      late: this.#late,
      stopped: this.#stopped ?? open,
    };
  }

  #failuresOf({ sentence: { id }, clause }: Part): Failure[] {
    const { firstFailure } = this.#sumOf(id);
    const failure = firstFailure && failureIn(firstFailure);
    if (failure === undefined) return [];
    // Each failed call of the golden cases counts by itself.
    if (clause === undefined) return failure.exchanges.map((exchange) => ({ id, exchanges: [exchange] }));
    return [{ ...failure, clause }];
  }

  #sumOf(id: string): Sum {
    return this.#sums.get(id) as Sum;
  }
}

/** A failure as the diagnosis takes it; undefined where the result is none, or of a SHOULD. */
export function failureIn({ id, failure }: UnitResult): Failure | undefined {
  if (failure === undefined) return undefined;
  const { exchanges, layerExchanges, unsimplified, finding } = failure;
  return {
    id,
    exchanges: exchanges.map(fromData),
    ...(layerExchanges && { layerExchanges: layerExchanges.map(layerFromData) }),
    ...(unsimplified && { unsimplified: unsimplified.map(fromData) }),
    ...(finding && {
      finding: {
        output: finding.output,
        expected: fromJsonNumber(finding.expected),
        actual: fromJsonNumber(finding.actual),
      },
    }),
  };
}
