/** The report of a run that is ended before anything is judged: it says so of each clause. */
import { notReached, type Report } from '../report/report.ts';
import { notJudged } from './clause-report.ts';
import { chosenEntries } from './golden/chosen-entries.ts';
import { chosenClauses, type RunOptions } from './run-options.ts';
import { Evidence } from './trial/answered-call-counts.ts';
import type { Session } from './trial/session.ts';
import { assemble } from './verdict.ts';

export function interruptedAtOnce(session: Session, options: RunOptions): Report {
  const sentences = [...chosenEntries(options), ...chosenClauses(options)];
  const reports = sentences.map((sentence) => notJudged(sentence, notReached));
  const nothing = { hardest: undefined, evidence: new Evidence(), grade: undefined, late: new Map() };
  const report = assemble(session, options, { reports, ...nothing });
  return {
    ...report,
    verdict: 'error',
    reason: 'interrupted',
    interrupted: true,
    grade: null,
    diagnosis: [],
    measurements: { outputs: [], probes: [] },
  };
}
