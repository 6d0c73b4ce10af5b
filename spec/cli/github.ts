/** Output in a GitHub workflow: annotations on stderr, since stdout is for data, and a summary of the step. */
import { appendFileSync, statSync } from 'node:fs';
import { mostSummaryBytes, toAnnotations, toStepSummary } from '../report/github.ts';
import { command, complain } from './print-safely.ts';
import type { ReportView } from '../report/report-view.ts';

export function tellGitHub(report: ReportView, env: NodeJS.ProcessEnv): void {
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  command(toAnnotations(report));
  const file = env['GITHUB_STEP_SUMMARY'];
  if (file !== undefined && file !== '') appendSummary(file, toStepSummary(report));
}

/** Other commands of the step append to the same file, and one byte too many loses all of it. */
function appendSummary(file: string, summary: string): void {
  try {
    const used = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (used + Buffer.byteLength(summary) <= mostSummaryBytes) appendFileSync(file, summary);
  } catch (error) {
    complain(`cannot write "${file}": ${(error as Error).message}`);
  }
}
