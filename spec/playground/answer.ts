/** One answer of the worker to the page, as text: the page believes nothing in it that has not the form of a report. */
import type { Report } from '../report/report.ts';
import { reportForm } from '../report/schema.ts';

export type Answer =
  | { readonly kind: 'report'; readonly report: Report }
  /** There was nothing to check. */
  | { readonly kind: 'problem'; readonly message: string; readonly line?: number };

/** @param text - from a worker in which code of anyone ran */
export function answerIn(text: unknown): Answer {
  const unreadable: Answer = { kind: 'problem', message: 'The worker answered with something that is no report.' };
  if (typeof text !== 'string') return unreadable;
  try {
    const { report, message } = JSON.parse(text) as { report?: unknown; message?: unknown };
    if (typeof message === 'string') return { kind: 'problem', message };
    return reportForm.safeParse(report).success ? { kind: 'report', report: report as Report } : unreadable;
  } catch {
    return unreadable;
  }
}
