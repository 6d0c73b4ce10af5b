/**
 * What the process that does the work says to the one that supervises it, an entry a line: enough to finish what it began. A line
 * is out before the work goes on.
 */
import type { ClauseReport, Report } from '../report/report.ts';
import type { ExitCode } from '../terms/exit-codes.ts';
import { writeDescriptor } from '../wire/write-descriptor.ts';
import type { ReportFiles } from './report-files.ts';

/** The report of a check, as it would be if nothing more became known, and where it goes. */
export interface Open {
  readonly report: Report;
  readonly files: ReportFiles;
  readonly code: ExitCode;
}

export type Entry =
  | ({ readonly kind: 'report' } & Open)
  /** Takes the place of the one with the same id in the report. */
  | { readonly kind: 'clause'; readonly clause: ClauseReport }
  /** Only the terminal is left. */
  | { readonly kind: 'files written' }
  /** Beside its target, to be removed if it is never renamed. */
  | { readonly kind: 'file begun'; readonly path: string };

/** Open for writing in the process that does the work. */
export const journalDescriptor = 3;

let supervised = false;

export function openJournal(): void {
  supervised = true;
}

/** Does nothing where nobody supervises. */
export function tellSupervisor(entry: Entry): void {
  if (supervised) writeDescriptor(journalDescriptor, `${JSON.stringify(entry)}\n`);
}

/** All that was said so far. */
export class Journal {
  readonly #line: string[] = [];
  #open: Open | undefined;
  readonly #clauses = new Map<string, ClauseReport>();
  readonly #begun = new Set<string>();

  /** Files that may have been left behind. */
  get begun(): Iterable<string> {
    return this.#begun;
  }

  /** What is to be presented, if anything is left of it. */
  get open(): Open | undefined {
    if (this.#open === undefined) return undefined;
    const { report, ...rest } = this.#open;
    const clauses = report.clauses.map((clause) => this.#clauses.get(clause.id) ?? clause);
    return { report: { ...report, clauses }, ...rest };
  }

  /** @param text - any piece; a last line without end was cut off */
  add(text: string): void {
    const [rest, ...lines] = text.split('\n');
    this.#line.push(rest);
    for (const line of lines) {
      this.#take(JSON.parse(this.#line.join('')) as Entry);
      this.#line.splice(0, Infinity, line);
    }
  }

  #take(entry: Entry): void {
    if (entry.kind === 'file begun') this.#begun.add(entry.path);
    else if (entry.kind === 'clause') this.#clauses.set(entry.clause.id, entry.clause);
    else if (entry.kind === 'files written') this.#open = undefined;
    else {
      const { kind, ...open } = entry;
      this.#open = open;
      this.#clauses.clear();
    }
  }
}
