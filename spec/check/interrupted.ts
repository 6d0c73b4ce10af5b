/** The report of a run that is ended from outside: it says of each clause that it was not judged, until it is. */
import { type ClauseReport, notReached, type Report } from '../report/report.ts';
import { notJudged } from './clause-report.ts';
import { chosenEntries } from './golden/run-golden.ts';
import { chosenClauses, type RunOptions } from './run-options.ts';
import type { Session } from './trial/session.ts';
import { assemble, violates } from './verdict.ts';

/** The report of a run that is ended before anything is judged. */
export function interruptedAtOnce(session: Session, options: RunOptions): Report {
  const sentences = [...chosenEntries(options), ...chosenClauses(options)];
  const reports = sentences.map((sentence) => notJudged(sentence, notReached));
  const report = assemble(session, options, { reports, hardest: undefined });
  return { ...report, interrupted: true, diagnosis: [], measurements: { outputs: [], probes: [] } };
}

/** The same with what was judged by then: a failed MUST decides, whatever would have followed. */
export function interruptedAfter(atOnce: Report, judged: ReadonlyMap<string, ClauseReport>): Report {
  const clauses = atOnce.clauses.map((clause) => judged.get(clause.id) ?? clause);
  return { ...atOnce, clauses, ...(clauses.some(violates) && { verdict: 'fails' }) };
}
