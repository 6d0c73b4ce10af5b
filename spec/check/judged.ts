/** The results of all units of a run together, before anything is expected or explained. */
import type { Failure } from '../diagnosis/diagnosis-and-advice.ts';
import type { OutputMeasurement } from '../report/measurements.ts';
import type { ClauseReport, Hardest } from '../report/report.ts';
import type { Grade } from '../terms/contract.ts';
import type { AnyOperation } from '../terms/further-operations.ts';
import type { Evidence } from './trial/answered-call-counts.ts';

export interface Judged {
  readonly reports: readonly ClauseReport[];
  /** Every MUST that failed. */
  readonly failures: readonly Failure[];
  readonly hardest: Hardest | undefined;
  readonly outputs: readonly OutputMeasurement[];
  readonly evidence: Evidence;
  /** Weakest grade seen in the clauses of accuracy; undefined where they have compared nothing. */
  readonly grade: Grade | undefined;
  /** Calls that were answered only when they were asked again, by operation. */
  readonly late: ReadonlyMap<AnyOperation | 'layer', number>;
  /** Reason why the run ended early, if it did. */
  readonly stopped: string | undefined;
  /** See Report.notes. */
  readonly notes?: readonly string[];
}
