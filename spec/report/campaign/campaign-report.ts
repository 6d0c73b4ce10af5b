/** The result of a campaign as plain data: one seed gives the same bytes, however it was divided, but for `speed`. */
import type { Aspect } from '../../terms/aspect.ts';
import type { AnyOperation } from '../../terms/further-operations.ts';
import type { Level } from '../../terms/requirement-level.ts';
import type { ClauseReport, Counterexample, Hardest, Report } from '../report.ts';

export interface CampaignReport {
  readonly suite: Pick<Report['suite'], 'version' | 'spec'>;
  readonly seed: number;
  /** Cases that were judged, of all targets. */
  readonly cases: number;
  readonly targets: readonly TargetReport[];
  /** Only where it was asked for: no two runs have the same. */
  readonly speed?: readonly Speed[];
}

export interface TargetReport
  extends
    Pick<Report, 'implementation' | 'required' | 'verdict' | 'reason' | 'grade' | 'missing' | 'notes'>,
    Pick<Report, 'diagnosis' | 'program' | 'command'> {
  /** As the file of the campaign names it. */
  readonly name: string;
  readonly cases: number;
  readonly clauses: readonly ClauseSum[];
  /** In the order of the operations and their outputs. */
  readonly largest: readonly LargestK[];
  /** In the order of the specification, within a clause the most frequent first. */
  readonly counterexamples: readonly Kind[];
  /** Absent where no clause whose cases combine aspects was judged. */
  readonly coverage?: Coverage;
}

export type ClauseSum = Pick<ClauseReport, 'id' | 'level' | 'verdict' | 'runs' | 'refused' | 'message'>;

/** The largest finite K of one output, with the requests that attain it. */
export interface LargestK extends Hardest {
  readonly operation: AnyOperation;
}

/** Counterexamples of one clause with the same diagnosis and the same simplest form: one mistake, as far as they show. */
export interface Kind {
  readonly clause: string;
  readonly level: Level;
  /** The calls, and what is wrong with the answer, without any numbers. */
  readonly form: string;
  /** Id of a known mistake that answers these calls in the same way. */
  readonly diagnosis?: string;
  readonly message: string;
  /** Blocks of cases in which it was met: a block ends with its first counterexample. */
  readonly met: number;
  /** The smallest. */
  readonly counterexample: Counterexample;
  readonly replay?: string;
}

/** Which levels of two aspects have met in the judged cases (BN-14). */
export interface Coverage {
  readonly aspects: readonly Aspect[];
  readonly clauses: readonly (Pick<ClauseReport, 'id'> & Met)[];
  /** By two aspects: in that clause in which it is least. */
  readonly pairs: readonly ({ readonly aspects: readonly [string, string] } & Met)[];
}

export interface Met {
  /** Pairs of levels that there are, and those of them that were met. */
  readonly pairs: number;
  readonly met: number;
  /** Cases in which the least frequent was met. */
  readonly fewest: number;
}

/** The time that the judgement of one target took; cases whose time was not kept are left out. */
export interface Speed {
  readonly name: string;
  readonly cases: number;
  /** During which at least one process judged. */
  readonly seconds: number;
  readonly cases_per_second: number;
  /** By processor time: that of the suite and of a target in its process, and the time waited for a target in another. */
  readonly cases_per_core_second: number;
  /** Time of the suite itself: inputs, exact answers, bounds and comparisons. */
  readonly own_ms_per_case: number;
  readonly target_ms_per_case: number;
}

export const toCampaignJson = (report: CampaignReport): string => `${JSON.stringify(report, null, 2)}\n`;
