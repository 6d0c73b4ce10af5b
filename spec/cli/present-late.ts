/** Presents a check whose process was ended before it could do so itself. */
import { type Report, violates } from '../report/report.ts';
import { exitCodes } from '../terms/exit-codes.ts';
import { explainError } from './errors.ts';
import type { Unpresented } from './journal.ts';
import { present } from './present.ts';
import { complain } from './screen.ts';

export { prepareToPresent } from './present.ts';

/**
 * @param why - it was ended
 * @returns the exit code
 */
export async function presentLate({ atOnce, files, judged, over }: Unpresented, why: string): Promise<number> {
  const report = over?.report ?? interrupted(atOnce, judged);
  try {
    await present(report, files);
  } catch (error) {
    return explainError(error);
  }
  if (report.interrupted) complain(why);
  return over?.code ?? (report.verdict === 'fails' ? exitCodes.failure : exitCodes.incomplete);
}

/** With what was judged by then: a failed MUST decides, whatever would have followed. */
function interrupted(atOnce: Report, judged: Unpresented['judged']): Report {
  const clauses = atOnce.clauses.map((clause) => judged.get(clause.id) ?? clause);
  return { ...atOnce, clauses, ...(clauses.some(violates) && { verdict: 'fails' }) };
}
