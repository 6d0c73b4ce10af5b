/** `bnspec campaign`: long runs of several targets, from one file that says which, and one report of all. */
import { join } from 'node:path';
import { aspectsIn } from '../cases/combination.ts';
import { run } from '../check/run.ts';
import type { Budget, RunOptions } from '../check/run-options.ts';
import type { Shard } from '../check/units/shard.ts';
import { suiteVersion, specVersion } from '../check/version.ts';
import {
  type CampaignReport,
  type Speed,
  type TargetReport,
  toCampaignJson,
} from '../report/campaign/campaign-report.ts';
import { toMarkdown } from '../report/campaign/markdown.ts';
import { toCampaignPage } from '../report/campaign/page.ts';
import type { Report } from '../report/report.ts';
import { type ExitCode, exitCodes } from '../terms/exit-codes.ts';
import { askedClauses } from './asked-clauses.ts';
import { type CampaignTarget, readCampaign } from './campaign/campaign-file.ts';
import { kindsIn } from './campaign/kinds.ts';
import { speedOf } from './campaign/speed.ts';
import { Tally } from './campaign/tally.ts';
import { timed } from './campaign/timed-target.ts';
import { timedStore, timesIn } from './campaign/time-log.ts';
import { commandLine } from './check.ts';
import { begin, type Begun } from './prepare-check.ts';
import { clearProgress, print, showProgress } from './print-safely.ts';
import { longRunOf } from './units/long-run.ts';
import { runShard } from './units/run-shard.ts';
import type { Wiring } from './wiring-interface.ts';
import { writeOutput } from './write-output.ts';

/** A clause that fails in so many blocks has shown how it fails. */
const mostFailures = 20;

export interface CampaignOptions {
  /** Folder for the results of finished units, a folder in it for each target. */
  readonly resume: string;
  readonly shard?: Shard;
  /** For each target. */
  readonly budget?: string;
  /** Judge nothing: the report of the results that are there. */
  readonly soFar?: boolean;
  readonly jobs: number;
  readonly json?: string;
  readonly markdown?: string;
  readonly html?: string;
  /** Also report the speed. */
  readonly speed?: boolean;
}

/** @returns incomplete where a target was not judged to its end; what was found is no failure of the campaign */
export async function campaign(file: string, options: CampaignOptions, wiring: Wiring): Promise<ExitCode> {
  const { seed, runs, targets } = readCampaign(file);
  const done: Done[] = [];
  let isWhole = true;
  for (const entry of targets) {
    const { whole, ...result } = await runOne({ ...entry, runs: entry.runs ?? runs }, seed, options, wiring);
    isWhole &&= whole;
    if (result.report) done.push({ report: result.report, speed: result.speed });
  }
  if (options.shard === undefined) {
    const reports = done.map(({ report }) => report);
    const report: CampaignReport = {
      suite: { version: suiteVersion, spec: specVersion },
      seed,
      cases: reports.reduce((sum, { cases }) => sum + cases, 0),
      targets: reports,
      ...(options.speed === true && { speed: done.flatMap(({ speed }) => speed ?? []) }),
    };
    write(report, options);
  }
  return isWhole ? exitCodes.success : exitCodes.incomplete;
}

interface Done {
  readonly report: TargetReport;
  readonly speed: Speed | undefined;
}

function write(report: CampaignReport, { json, markdown, html }: CampaignOptions): void {
  const text = toMarkdown(report);
  if (json !== undefined) writeOutput(json, toCampaignJson(report));
  if (markdown !== undefined) writeOutput(markdown, text);
  if (html !== undefined) writeOutput(html, toCampaignPage(report));
  print(text);
}

interface Result extends Partial<Done> {
  readonly whole: boolean;
}

async function runOne(
  { name, target, command, profile, require, runs, clauses, timeout }: CampaignTarget & { readonly runs: number },
  seed: number,
  { resume, shard, budget, soFar, jobs }: CampaignOptions,
  wiring: Wiring,
): Promise<Result> {
  const { chosen } = askedClauses(clauses, undefined, false, '--replay', wiring);
  const named = { target, command };
  const begun = await begin(
    { ...named, inProcess: false, timeoutMs: timeout },
    {
      profile,
      require,
      seed,
      runs,
      jobs,
      chosen,
      known: [],
      command: commandLine(named, { profile, require, runs, timeout }),
    },
    wiring,
  );
  try {
    const asked = {
      ...(profile !== undefined && { profile }),
      ...(require !== undefined && { require }),
      mostFailures,
    };
    const folder = join(resume, name);
    const kept = { resume: folder, ...(shard && { shard }), ...(budget !== undefined && { budget }) };
    const { options: long, ...units } = longRunOf(begun, kept, asked);
    const work = clocked(begun, { ...long, ...(soFar === true && { budget: nothingMore }) }, folder);
    if (shard !== undefined) {
      return { whole: (await runShard(work, { ...units, shard, file: undefined })) === exitCodes.success };
    }
    const tally = new Tally();
    const report = await run(work.target, {
      ...work.options,
      onCounted: (result) => tally.add(result),
      onProgress: (sofar, total, { id }) => showProgress(`${name} [${sofar + 1}/${total}] ${id}`),
    });
    const found = await kindsIn(tally.failed, (unit) => long.store?.get({ name: unit }), {
      ...work.options,
      bank: (await work.options.diagnosis?.bank(work.options.claims)) ?? [],
      named: report.diagnosis.map(({ id }) => id),
    });
    const coverage = tally.coverage(aspectsIn(work.options.claims));
    const sums = { largest: tally.largest(), counterexamples: found, ...(coverage && { coverage }) };
    const ended = work.options.budget?.says;
    const isCut = ended !== undefined && report.notes?.some((note) => note.startsWith(ended)) === true;
    return {
      report: { ...targetReport(name, report), ...sums },
      speed: speedOf(name, timesIn(folder)),
      whole: report.verdict !== 'error' && !isCut,
    };
  } finally {
    clearProgress();
    await begun.close();
  }
}

const nothingMore: Budget = { isSpent: () => true, says: 'nothing more was judged' };

/** With targets and a store that keep account of their time. */
function clocked(begun: Begun, long: Partial<RunOptions>, folder: string): Begun {
  const isApart = begun.target.falls !== undefined;
  const [first, ...others] = [begun.target, ...(begun.options.beside ?? [])].map((each) => timed(each));
  const spentMs = (): number => [first, ...others].reduce((sum, each) => sum + each.spentMs(), 0);
  const store = long.store && timedStore(folder, long.store, { isApart, spentMs });
  const beside = others.map(({ target }) => target);
  return { ...begun, target: first.target, options: { ...begun.options, ...long, beside, ...(store && { store }) } };
}

const targetReport = (name: string, report: Report): Omit<TargetReport, 'largest' | 'counterexamples'> => {
  const { implementation, program, command, required, verdict, reason, missing, grade, clauses, notes, diagnosis } =
    report;
  return {
    name,
    implementation,
    program,
    command,
    required,
    verdict,
    ...(reason !== undefined && { reason }),
    ...(missing && { missing }),
    grade,
    ...(notes && { notes }),
    cases: clauses.reduce((sum, { runs }) => sum + runs, 0),
    clauses: clauses.map(({ id, level, verdict: own, runs, refused, message }) => ({
      id,
      level,
      verdict: own,
      runs,
      ...(refused !== undefined && { refused }),
      ...(message !== undefined && { message }),
    })),
    diagnosis,
  };
};
