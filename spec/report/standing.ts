/**
 * Verdict of a clause as a mark and a word. A failed SHOULD does not affect the verdict of the run and is marked
 * differently from a failed MUST.
 */
import type { ClauseReport } from './report.ts';

export type Standing = 'pass' | 'fail' | 'note' | 'known' | 'none' | 'error';

export const words: Readonly<Record<Standing, { readonly mark: string; readonly word: string }>> = {
  pass: { mark: '✓', word: 'passed' },
  fail: { mark: '✗', word: 'failed' },
  note: { mark: '!', word: 'noted' },
  known: { mark: '≈', word: 'failed as expected' },
  none: { mark: '–', word: 'not applicable' },
  error: { mark: '?', word: 'not judged' },
};

export function standingOf({ verdict, level }: Pick<ClauseReport, 'verdict' | 'level'>): Standing {
  switch (verdict) {
    case 'fail':
      return level === 'MUST' ? 'fail' : 'note';
    case 'expected-fail':
      return 'known';
    case 'not-applicable':
      return 'none';
    default:
      return verdict;
  }
}
