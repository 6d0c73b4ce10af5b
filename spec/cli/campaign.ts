/** `bnspec campaign`: long runs of several targets, from one file that says which, and one report of all. */
import { join } from 'node:path';
import { run } from '../check/run.ts';
import type { Shard } from '../check/units/shard.ts';
import { suiteVersion, specVersion } from '../check/version.ts';
import type { Report } from '../report/report.ts';
import { type ExitCode, exitCodes } from '../terms/exit-codes.ts';
import { askedClauses } from './asked-clauses.ts';
import { type CampaignTarget, readCampaign } from './campaign/campaign-file.ts';
import { type Campaigned, toMarkdown } from './campaign/markdown.ts';
import { Tally } from './campaign/tally.ts';
import { quoted } from './options.ts';
import { begin } from './prepare-check.ts';
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
  readonly jobs: number;
  readonly json?: string;
  readonly markdown?: string;
}

/** @returns incomplete where a target was not judged to its end; what was found is no failure of the campaign */
export async function campaign(file: string, options: CampaignOptions, wiring: Wiring): Promise<ExitCode> {
  const { seed, runs, targets } = readCampaign(file);
  const done: Campaigned[] = [];
  let isWhole = true;
  for (const entry of targets) {
    const result = await runOne({ ...entry, runs: entry.runs ?? runs }, seed, options, wiring);
    if (result === exitCodes.incomplete) isWhole = false;
    if (typeof result === 'object') done.push(result);
    if (typeof result === 'object' && result.report.verdict === 'error') isWhole = false;
  }
  if (options.shard === undefined) {
    const suite = { version: suiteVersion, spec: specVersion };
    const whole = done.map(({ name, report, largest, kinds }) => ({ name, ...summary(report), largest, kinds }));
    const markdown = toMarkdown(done);
    if (options.json !== undefined) {
      writeOutput(options.json, `${JSON.stringify({ suite, seed, targets: whole }, null, 2)}\n`);
    }
    if (options.markdown !== undefined) writeOutput(options.markdown, markdown);
    print(markdown);
  }
  return isWhole ? exitCodes.success : exitCodes.incomplete;
}

async function runOne(
  { name, target, command, profile, require, runs, clauses, timeout }: CampaignTarget & { readonly runs: number },
  seed: number,
  { resume, shard, budget, jobs }: CampaignOptions,
  wiring: Wiring,
): Promise<Campaigned | ExitCode> {
  const { chosen } = askedClauses(clauses, undefined, false, '--replay', wiring);
  const words = [...(target === undefined ? [] : [target]), ...(command === undefined ? [] : ['--', ...command])];
  const begun = await begin(
    { target, command, inProcess: false, timeoutMs: timeout },
    { profile, require, seed, runs, jobs, chosen, known: [], command: quoted(['--runs', String(runs), ...words]) },
    wiring,
  );
  try {
    const asked = {
      ...(profile !== undefined && { profile }),
      ...(require !== undefined && { require }),
      mostFailures,
    };
    const kept = { resume: join(resume, name), ...(shard && { shard }), ...(budget !== undefined && { budget }) };
    const { options: long, ...units } = longRunOf(begun, kept, asked);
    const together = { ...begun.options, ...long };
    if (shard !== undefined) {
      return await runShard({ ...begun, options: together }, { ...units, shard, file: undefined });
    }
    const tally = new Tally();
    const report = await run(begun.target, {
      ...together,
      ...tally.beside(long.store),
      onProgress: (sofar, total, { id }) => showProgress(`${name} [${sofar + 1}/${total}] ${id}`),
    });
    clearProgress();
    return { name, report, largest: tally.largest(), kinds: tally.kinds() };
  } finally {
    clearProgress();
    await begun.close();
  }
}

const summary = ({ implementation, verdict, grade, required, clauses, diagnosis, notes }: Report): object => ({
  implementation,
  verdict,
  grade,
  required,
  ...(notes && { notes }),
  clauses: clauses.map(({ id, verdict: own, runs }) => ({ id, verdict: own, runs })),
  diagnosis,
});
