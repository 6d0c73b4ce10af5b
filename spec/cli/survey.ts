/**
 * `bnspec survey`: checks every known implementation that can run here; writes the status table or compares with it.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { clauses } from '../clauses/index.ts';
import type { Report } from '../report/report.ts';
import { checkOne, type SurveyOptions } from './survey/check-candidate.ts';
import { toMarkdown } from './survey/markdown.ts';
import { toPage } from './survey/page.ts';
import { differences, type Row, type Table } from './survey/table.ts';
import type { Candidate } from '../terms/survey-candidate.ts';
import { type ExitCode, exitCodes } from '../terms/exit-codes.ts';
import { specVersion, suiteVersion } from '../check/version.ts';
import { readKnownFailures } from './read-known-failures.ts';
import { globToRegExp } from '../check/clause-patterns-and-replay-tokens.ts';
import { readJson } from '../wire/untrusted-json.ts';
import { WireError } from '../wire/wire-error.ts';
import { readInput } from './read-input.ts';
import { print, tell } from './print-safely.ts';
import { selectedBy } from './selected-clauses.ts';
import { writeOutput } from './write-output.ts';
import { UsageError } from './errors.ts';
import type { Wiring } from './wiring-interface.ts';

export interface SurveyCommandOptions {
  /** Patterns of names, separated by commas. */
  readonly only?: string;
  /** Only implementations that install quickly. */
  readonly quick?: boolean;
  readonly clause?: readonly string[];
  readonly seed: number;
  readonly runs: number;
  readonly json: string;
  readonly markdown: string;
  /** File for the table as an HTML page. */
  readonly html?: string;
  /** Compare with the table in `json` instead of writing. */
  readonly check?: boolean;
  /** An implementation that cannot run here counts as a difference. */
  readonly strict?: boolean;
  /** Folder for the inputs of counterexamples and of the largest K. */
  readonly cases?: string;
}

/** @returns failure where the table differs, incomplete where a check was not completed */
export async function survey(options: SurveyCommandOptions, wiring: Wiring): Promise<ExitCode> {
  const all = await wiring.candidates();
  const chosen = choose(all, options.only).filter(({ quick }) => quick || !options.quick);
  const committed = readTable(options.json, options.check ?? false);
  const wanted = options.clause === undefined ? clauses : clauses.filter(selectedBy(options.clause, clauses, wiring));
  const rows: Row[] = [];
  const settings: SurveyOptions = {
    reference: await wiring.reference(),
    program: wiring.program,
    diagnosis: { bank: wiring.bank },
    seed: options.seed,
    runs: options.runs,
    clauses: wanted,
    knownFailures: (file) => readKnownFailures(file, wanted),
  };
  for (const [i, candidate] of chosen.entries()) {
    tell(`[${i + 1}/${chosen.length}] ${candidate.name} … `);
    const { row, report } = await checkOne(candidate, settings);
    tell(`${oneLine(row)}\n`);
    rows.push(row);
    if (options.cases !== undefined && report !== undefined) writeCases(options.cases, candidate.name, report);
  }
  return options.check
    ? compare(committed, rows, options.strict ?? false)
    : write(all, committed, rows, { ...options, program: wiring.program });
}

function choose(all: readonly Candidate[], only: string | undefined): readonly Candidate[] {
  if (only === undefined) return all;
  const patterns = only.split(',').map((glob) => ({ glob, pattern: globToRegExp(glob.trim()) }));
  for (const { glob, pattern } of patterns) {
    if (!all.some(({ name }) => pattern.test(name))) {
      throw new UsageError(`"--only" matches nothing: "${glob}"; known: ${all.map(({ name }) => name).join(', ')}`);
    }
  }
  return all.filter(({ name }) => patterns.some(({ pattern }) => pattern.test(name)));
}

/** A row for each of ten thousand implementations. */
const mostTableBytes = 2 ** 24;

function readTable(file: string, needed: boolean): Table | undefined {
  if (!needed && !existsSync(file)) return undefined;
  try {
    return readJson(readInput(file, mostTableBytes), { bytes: mostTableBytes, name: `"${file}"` }) as Table;
  } catch (error) {
    if (error instanceof WireError) throw new UsageError(error.message);
    throw error;
  }
}

function oneLine(row: Row): string {
  if (row.status !== 'checked') return `${row.status}: ${row.why}`;
  const grade = row.grade === null ? '' : `, grade ${row.grade}`;
  const failed = row.failed.length > 0 ? `: ${row.failed.join(', ')}` : '';
  return `${row.version}, ${row.verdict}${grade}${failed}`;
}

function compare(committed: Table | undefined, rows: readonly Row[], strict: boolean): ExitCode {
  const lines = rows.flatMap((row) => {
    if (row.status === 'not here') return strict ? [`${row.name}: cannot run here: ${row.why}`] : [];
    return differences(
      committed?.rows.find(({ name }) => name === row.name),
      row,
    );
  });
  print(lines.map((line) => `${line}\n`).join(''));
  const checked = rows.filter(({ status }) => status === 'checked').length;
  print(`${checked} checked, ${lines.length} differences from the committed table\n`);
  return lines.length > 0 ? exitCodes.failure : exitCodes.success;
}

/** Keeps the rows of implementations that were not selected; drops those that the survey no longer knows. */
function write(
  all: readonly Candidate[],
  committed: Table | undefined,
  fresh: readonly Row[],
  { program, seed, runs, json, markdown, html }: SurveyCommandOptions & Pick<Wiring, 'program'>,
): ExitCode {
  const known = [...fresh, ...(committed?.rows ?? [])];
  const rows = all.flatMap(({ name }) => known.find((row) => row.name === name) ?? []);
  const table: Table = { suite: { version: suiteVersion, spec: specVersion }, seed, runs, rows };
  writeOutput(json, `${JSON.stringify(table, null, 2)}\n`);
  writeOutput(markdown, toMarkdown(table, program));
  if (html !== undefined) writeOutput(html, toPage(table));
  const open = fresh.some((row) => row.status === 'could not start' || ('verdict' in row && row.verdict === 'error'));
  return open ? exitCodes.incomplete : exitCodes.success;
}

/** Each request of a counterexample, and of the input that attains the largest K, as a safetensors file. */
function writeCases(folder: string, name: string, { clauses: reports, worst }: Report): void {
  mkdirSync(folder, { recursive: true });
  const save = (label: string, requests: readonly string[]): void => {
    for (const [i, request] of requests.entries()) {
      const number = requests.length > 1 ? `-${i + 1}` : '';
      writeOutput(join(folder, `${name}-${label}${number}.safetensors`), Buffer.from(request, 'base64'));
    }
  };
  for (const { id, counterexample } of reports) if (counterexample) save(id, counterexample.requests);
  if (worst) save('largest-K', worst.requests);
}
