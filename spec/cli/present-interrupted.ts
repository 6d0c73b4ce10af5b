/** Presents a check whose process was ended before it could do so itself. */
import { type Report, violates } from '../report/report.ts';
import { exitCodeOf } from '../report/exit-code.ts';
import { explainError } from './errors.ts';
import type { Unpresented } from './journal.ts';
import { present } from './present-report.ts';
import { complain } from './print-safely.ts';

export { prepareToPresent } from './present-report.ts';

/**
 * @param why - it was ended
 * @returns the exit code
 */
export async function presentLate(check: Unpresented, why: string): Promise<number> {
  const report = check.over?.report ?? interrupted(check);
  try {
    await present(report, check.files);
  } catch (error) {
    return explainError(error);
  }
  if (report.interrupted) complain(why);
  return check.over?.code ?? exitCodeOf(report);
}

/** With all that was judged by then: a failed MUST decides, whatever would have followed. */
function interrupted({ atOnce, judged, evidence }: Unpresented): Report {
  const clauses = atOnce.clauses.map((clause) => judged.get(clause.id) ?? clause);
  if (!clauses.some(violates)) return { ...atOnce, clauses, evidence };
  const { reason: _, ...report } = atOnce;
  return { ...report, verdict: 'fails', clauses, evidence };
}
