/** The verdict of a report as the exit code of the program. */
import { type ExitCode, exitCodes } from '../terms/exit-codes.ts';
import type { Report } from './report.ts';

/** Exit code of a report (contract). */
export function exitCodeOf({ verdict, reason }: Pick<Report, 'verdict' | 'reason'>): ExitCode {
  if (verdict === 'conforms') return exitCodes.success;
  if (verdict === 'fails') return exitCodes.failure;
  return reason === 'nothing_judged' ? exitCodes.nothingRan : exitCodes.incomplete;
}
