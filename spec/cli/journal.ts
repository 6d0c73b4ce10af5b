/**
 * Entries that the process that does the work writes for the one that supervises it, a line each: enough to finish what it
 * began. A line is out before the work goes on.
 */
import type { ClauseReport, Report } from '../report/report.ts';
import type { ExitCode } from '../terms/exit-codes.ts';
import { writeDescriptor } from '../wire/write-descriptor.ts';
import type { Presentation } from './report-files.ts';

export type Entry =
  /** A check has begun; the report, were it ended now, and how it is presented. */
  | { readonly kind: 'begun'; readonly atOnce: Report; readonly presentation: Presentation }
  /** A clause, with the evidence by then. */
  | {
      readonly kind: 'judged';
      readonly clause: ClauseReport;
      readonly evidence: Report['evidence'];
      readonly seconds?: number;
    }
  /** The check is over; the whole report, and the exit code that it asks for. */
  | { readonly kind: 'over'; readonly report: Report; readonly code: ExitCode }
  /** Only the terminal is left. */
  | { readonly kind: 'files written' }
  /** Beside its target, to be removed if it is never renamed. */
  | { readonly kind: 'file begun'; readonly path: string }
  /** The work came to its end, and this is what it says. */
  | { readonly kind: 'ended'; readonly code: ExitCode };

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

/** A check that is not presented yet. */
export interface Unpresented {
  readonly atOnce: Report;
  readonly presentation: Presentation;
  readonly judged: ReadonlyMap<string, ClauseReport>;
  readonly evidence: Report['evidence'];
  /** By clause, in seconds. */
  readonly times: ReadonlyMap<string, number>;
  readonly over?: { readonly report: Report; readonly code: ExitCode };
}

/** All that was said so far. */
export class Journal {
  readonly #line: string[] = [];
  readonly #begun = new Set<string>();
  #check: Unpresented | undefined;
  #ended: ExitCode | undefined;

  /** Undefined until the work has come to its end: whatever the process then exits with is no verdict. */
  get ended(): ExitCode | undefined {
    return this.#ended;
  }

  /** Files that may have been left behind. */
  get begun(): Iterable<string> {
    return this.#begun;
  }

  /** Undefined where no check has begun, or its files are written. */
  get check(): Unpresented | undefined {
    return this.#check;
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
    else if (entry.kind === 'begun') this.#check = { ...entry, judged: new Map(), evidence: [], times: new Map() };
    else if (entry.kind === 'judged') this.#judged(entry);
    else if (entry.kind === 'ended') this.#ended = entry.code;
    else if (entry.kind === 'over') this.#check = this.#check && { ...this.#check, over: entry };
    else this.#check = undefined;
  }

  #judged({ clause, evidence, seconds }: Extract<Entry, { kind: 'judged' }>): void {
    if (this.#check === undefined) return;
    const judged = new Map(this.#check.judged).set(clause.id, clause);
    const times = new Map(this.#check.times);
    if (seconds !== undefined) times.set(clause.id, seconds);
    this.#check = { ...this.#check, judged, evidence, times };
  }
}
