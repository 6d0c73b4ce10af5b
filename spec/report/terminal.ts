/**
 * Report → text for a terminal. What matters comes first: the verdict, the diagnosis, and the smallest counterexample in full;
 * then what else failed, in few lines.
 */
import { byChapter } from './chapter-titles.ts';
import { clauseList } from './clause-list.ts';
import { folded } from './folded.ts';
import { inFull, type InFullOptions } from './in-full.ts';
import { coloured, type Paint, plain } from './paint.ts';
import type { Language } from './paste/paste.ts';
import { inert, shownLine, shownName } from './untrusted-text.ts';
import { type ClauseReport, notReached, replayCommand, type Report } from './report.ts';
import { simplest } from './simplest.ts';
import { type Standing, standingOf, words } from './standing.ts';
import { evidenceSays, gradeSays, verdictSays } from './verdict-words.ts';
import type { ClauseView, ReportView } from './report-view.ts';

/** Options of the text for a terminal. */
export interface TerminalOptions {
  readonly color?: boolean;
  /** Every clause, and every failure explained. */
  readonly verbose?: boolean;
  /** Language in which the input of the counterexample is written. */
  readonly language?: Language;
  /** Folder with the inputs of all counterexamples. */
  readonly cases?: string | undefined;
}

export function toTerminal(
  report: ReportView,
  { color = false, verbose = false, language = 'javascript', cases }: TerminalOptions = {},
): string {
  const paint = color ? coloured : plain;
  const failed = report.clauses.filter((clause) => standingOf(clause) === 'fail');
  const smallest = simplest(failed);
  const lines = [
    ...verdictLines(report, paint),
    ...(report.diagnosis.length > 0 ? ['', ...diagnosisLines(report)] : []),
    ...(smallest ? smallestLines(smallest, report, { language, cases }, paint) : []),
    ...(verbose ? ['', ...clauseList(report, paint)] : briefly(report, smallest)),
    ...casesLine(report, cases),
    ...remarks(report),
    ...ending(report, verbose),
  ];
  return `${lines.map(inert).join('\n')}\n`;
}

const tones = { conforms: 'green', fails: 'red', error: 'magenta' } as const;

function verdictLines(report: Report, paint: Paint): string[] {
  const { missing = [], next, unexpected = [] } = report;
  return [
    paint(tones[report.verdict], summary(report)),
    ...missing.map((sentence) => `missing: ${shownLine(sentence)}`),
    ...(next === undefined ? [] : [`next: ${shownLine(next)}`]),
    ...unexpected.map((sentence) => `outdated entry in the known-failures file: ${shownLine(sentence)}`),
  ];
}

function smallestLines(clause: ClauseView, report: Report, how: InFullOptions, paint: Paint): string[] {
  const { id, level, says } = clause;
  const title = `${paint('red', 'FAIL')}  ${id} ${level}  ${says}`;
  return ['', title, ...inFull(clause, report, how)];
}

function casesLine({ clauses }: Report, folder: string | undefined): string[] {
  const files = clauses.reduce((sum, { counterexample }) => sum + (counterexample?.requests.length ?? 0), 0);
  if (folder === undefined) return [];
  const written = files === 1 ? 'is 1 request file' : `are ${files} request files`;
  return ['', `in ${shownLine(folder)} ${written}, named for the clauses`];
}

/** The other clauses that did not pass, folded; where none failed, the chapters. */
function briefly(report: ReportView, smallest: ClauseView | undefined): string[] {
  const { clauses } = report;
  const others = (wanted: Standing): readonly ClauseReport[] =>
    clauses.filter((clause) => standingOf(clause) === wanted && clause !== smallest && clause.message !== notReached);
  const section = (
    title: string,
    members: readonly ClauseReport[],
    why = ({ message = '' }: ClauseReport) => message,
  ) => (members.length === 0 ? [] : ['', `${title}:`, ...folded(members, why)]);
  const [failed, noted] = [others('fail'), others('note')];
  const again = shownLine(replayCommand(report, 'TOKEN'));
  return [
    ...section(`${failed.length} more failed`, failed),
    ...section(`${noted.length} noted (SHOULD, which has no effect on the verdict)`, noted),
    ...(failed.length + noted.length > 0 ? [`  each is shown by ${again}`] : []),
    ...section('without a verdict', others('error')),
    ...section('failed as expected', others('known'), ({ known }) =>
      known ? known.reason + (known.thread === undefined ? '' : `: ${known.thread}`) : '',
    ),
    ...(report.verdict === 'fails' ? [] : ['', ...chapterLines(clauses)]),
  ];
}

const order: readonly Standing[] = ['pass', 'fail', 'error', 'note', 'known', 'none'];

function chapterLines(clauses: readonly ClauseReport[]): string[] {
  return byChapter(clauses).map(([title, members]) => {
    const standings = members.map(standingOf);
    const counts = order.flatMap((standing) => {
      const count = standings.filter((each) => each === standing).length;
      return count === 0 ? [] : [`${count} ${words[standing].word}`];
    });
    return `${title.padEnd(32)}${counts.join(', ')}`;
  });
}

function remarks({ notes = [], inferred = [] }: Report): string[] {
  return [
    ...notes.map((note) => ['', `note: ${shownLine(note)}`]),
    ...(inferred.length > 0 ? [['', ...inferred.map((sentence) => `inferred  ${shownLine(sentence)}`)]] : []),
  ].flat();
}

function ending({ suite, implementation: { name, version } }: Report, verbose: boolean): string[] {
  const subject = [name, ...(version === undefined ? [] : [version])].map(shownName).join(' ');
  return ['', `${subject}, by bnspec ${suite.version}${verbose ? '' : '; --verbose lists every clause'}`];
}

/** For each part of the diagnosis what it says, and beneath it the evidence. */
export const diagnosisLines = ({ diagnosis }: Pick<Report, 'diagnosis'>): string[] =>
  diagnosis.flatMap(({ id, says, evidence }) => [`diagnosis ${id}: ${shownLine(says)}`, `  ${shownLine(evidence)}`]);

/** The verdict, the grade and the counts, on one line. */
export function summary(report: Report): string {
  const { clauses, implementation, evidence, seed } = report;
  const count = (wanted: Standing): number => clauses.filter((clause) => standingOf(clause) === wanted).length;
  const counted = (wanted: Standing, what: string): string[] => (count(wanted) > 0 ? [`${count(wanted)} ${what}`] : []);
  const parts = [
    `${count('pass')} passed`,
    `${count('fail')} failed`,
    ...counted('note', 'noted (SHOULD)'),
    ...counted('known', 'failed as expected'),
    ...counted('error', 'not judged'),
    ...counted('none', 'not applicable'),
  ];
  const name = shownName(implementation.name);
  const counts = [parts.join(', '), evidenceSays(evidence), `seed ${seed}`];
  return `${name} ${verdictSays(report)}, ${gradeSays(report)}; ${counts.join('; ')}`;
}
