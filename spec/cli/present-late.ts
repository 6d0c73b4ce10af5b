/** Presents a check whose process was ended before it could do so itself. */
import { interruptedAfter } from '../check/interrupted.ts';
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
  const report = over?.report ?? interruptedAfter(atOnce, judged);
  try {
    await present(report, files);
  } catch (error) {
    return explainError(error);
  }
  if (report.interrupted) complain(why);
  return over?.code ?? (report.verdict === 'fails' ? exitCodes.failure : exitCodes.incomplete);
}
