/**
 * The commands with their options, as commander knows them. Each is loaded on demand: help and short commands need not
 * load the dependencies of a check.
 */
import type { Command } from 'commander';
import type { ProfileName } from '../terms/contract.ts';
import { exitCodeMeanings, exitCodes } from '../terms/exit-codes.ts';
import { longestTimerMs } from '../wire/timer-limits.ts';
import { mostRuns } from '../check/clause-patterns-and-replay-tokens.ts';
import { profileNames } from '../terms/profiles.ts';
import type { CampaignOptions } from './campaign.ts';
import type { CheckOptions } from './check.ts';
import type { CommandLine } from './command-context.ts';
import type { DoctorOptions } from './doctor.ts';
import type { EvalOptions } from './eval.ts';
import { addFixtureCommands } from './fixtures.ts';
import { init, type InitOptions } from './init.ts';
import { addLearnCommand } from './learn.ts';
import type { MergeCommandOptions } from './merge.ts';
import { languages } from '../report/paste/paste.ts';
import {
  choiceOption,
  defaultRuns,
  defaultSeed,
  durationOption,
  integerOption,
  listOption,
  mostJobs,
  rightGrades,
  shardOption,
} from './options.ts';
import { print } from './print-safely.ts';
import type { SurveyCommandOptions } from './survey.ts';

export function addCommands(program: Command, line: CommandLine): void {
  addCheck(program, line);
  addMerge(program, line);
  addCampaign(program, line);
  addClauses(program, line);
  addFixtureCommands(program, line);
  addEval(program, line);
  addInit(program, line);
  addDoctor(program, line);
  addSurvey(program, line);
  addLearnCommand(program, line);
}

const clauseHelp = 'only these clauses, for example BN-8.*,BN-3.1; may be repeated';

// Options of several commands.
const expectedOption = [
  '--expected <file>',
  'known failures: a JSON list of entries with clause, reason and, optionally, thread',
] as const;
const timeoutOption = [
  '--timeout <ms>',
  'longest wait for one answer (default: 10000)',
  integerOption('--timeout', 1, longestTimerMs),
] as const;
const showOption = [
  '--show <language>',
  `form of a printed input: ${languages.join(', ')} (default: javascript for a module, numpy for a program)`,
  choiceOption('--show', languages),
] as const;

function addCheck(program: Command, { wiring, adapter, act }: CommandLine): void {
  program
    .command('check')
    .description('check one implementation against the specification')
    .argument('[target]', 'a built-in name, a module that default-exports an implementation, or "-- COMMAND …"')
    .option(
      '--profile <name>',
      `conventions: ${[...profileNames, 'auto'].join(', ')} (default: the claimed ones)`,
      choiceOption<ProfileName | 'auto'>('--profile', [...profileNames, 'auto']),
    )
    .option(
      '--require <grade>',
      `accuracy: ${rightGrades.join(', ')} (default: the claimed grade, else stable)`,
      choiceOption('--require', rightGrades),
    )
    .option('--clause <globs>', clauseHelp, listOption('--clause'))
    .option('--seed <n>', 'seed of all generated cases', integerOption('--seed', 0), defaultSeed)
    .option('--runs <n>', 'cases per clause', integerOption('--runs', 1, mostRuns), defaultRuns)
    .option('--replay <token>', 'only this counterexample, by the token in a report')
    .option(...expectedOption)
    .option(...timeoutOption)
    .option('--verbose', 'print every clause, and explain every failure')
    .option(...showOption)
    .option('--json <file>', 'write the report as JSON')
    .option('--json-lines <file>', 'write each clause as soon as it is judged, a line of JSON each')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--jobs <n>', 'number of target processes to run in parallel', integerOption('--jobs', 1, mostJobs), 1)
    .option('--fixtures', 'run the golden cases first')
    .option('--html <file>', 'write the report as one HTML page with pictures')
    .option('--cases <folder>', 'write the input of each counterexample as a request file')
    .option('--in-process', 'run a module here instead of in a child process, for debugging')
    .option(
      '--shard <i/n>',
      'judge one of n parts, and write its results with --json, for merge',
      shardOption('--shard'),
    )
    .option('--resume <folder>', 'keep the results of finished parts there, and go on from those that are there')
    .option(
      '--budget <time>',
      'end in time, such as 90s, 10m or 8h, and say how far it came',
      durationOption('--budget'),
    )
    .option('--corpus <folder>', 'keep every counterexample there, and try those that are there first')
    .addHelpText('after', `\n${exitCodeHelp}`)
    .action(
      act(async (target: string | undefined, options: CheckOptions) => {
        const { check } = await import('./check.ts');
        return check({ target, command: adapter }, options, wiring);
      }),
    );
}

function addMerge(program: Command, { wiring, adapter, act }: CommandLine): void {
  program
    .command('merge')
    .description('join the shards of a check to its report: "merge FILE… [TARGET]", or "merge FILE… -- COMMAND …"')
    .argument('<words...>', 'files that check --shard has written, folders of --resume; and the target, as in check')
    .option(...expectedOption)
    .option(...timeoutOption)
    .option('--verbose', 'print every clause, and explain every failure')
    .option(...showOption)
    .option('--json <file>', 'write the report as JSON')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--html <file>', 'write the report as one HTML page with pictures')
    .option('--cases <folder>', 'write the input of each counterexample as a request file')
    .option('--in-process', 'run a module here instead of in a child process, for debugging')
    .addHelpText('after', `\n${exitCodeHelp}`)
    .action(
      act(async (words: readonly string[], options: MergeCommandOptions) => {
        const { merge } = await import('./merge.ts');
        return merge(words, adapter, options, wiring);
      }),
    );
}

function addCampaign(program: Command, { wiring, act }: CommandLine): void {
  program
    .command('campaign')
    .description('long runs of several targets, from a file that says which')
    .argument('<file>', 'JSON: runs, seed, and targets, each with a name, and target or command')
    .requiredOption(
      '--resume <folder>',
      'keep the results of finished parts there, and go on from those that are there',
    )
    .option('--shard <i/n>', 'judge one of n parts; without it, what is missing and the report', shardOption('--shard'))
    .option('--budget <time>', 'end each target in time, such as 90s, 10m or 8h', durationOption('--budget'))
    .option('--jobs <n>', 'number of target processes to run in parallel', integerOption('--jobs', 1, mostJobs), 1)
    .option('--so-far', 'judge nothing: the report of the results that are there')
    .option('--json <file>', 'write the report as JSON')
    .option('--markdown <file>', 'write the report as Markdown')
    .option('--html <file>', 'write the report as one HTML page')
    .option('--speed', 'report also cases per second, which no two runs have alike')
    .action(
      act(async (file: string, options: CampaignOptions) => {
        const { campaign } = await import('./campaign.ts');
        return campaign(file, options, wiring);
      }),
    );
}

/** One line for each exit code. */
export const exitCodeHelp: string = [
  'Exit codes:',
  ...Object.entries(exitCodes).map(
    ([name, code]) => `  ${code}  ${exitCodeMeanings[name as keyof typeof exitCodeMeanings]}`,
  ),
].join('\n');

function addClauses(program: Command, { wiring, act }: CommandLine): void {
  program
    .command('clauses')
    .description('list the clauses, and the mutants that test each')
    .option('--json', 'as JSON')
    .action(
      act(async ({ json }: { readonly json?: boolean }) => {
        const { clausesAsJson, listClauses } = await import('./list-clauses.ts');
        print((json === true ? clausesAsJson : listClauses)(await wiring.mutants()));
      }),
    );
}

function addEval(program: Command, { wiring, act }: CommandLine): void {
  program
    .command('eval')
    .description('print the exact answer to a request file: your own, or a counterexample')
    .argument('<request...>', 'a safetensors file in the form of a wire request; of layers, all files of a sequence')
    .option('--out <file>', 'write the answer as a safetensors file in the form of a wire answer')
    .option('--certificate', 'show the two rounding boundaries around each value, and on which side of each it lies')
    .option('--elements <n>', 'most elements shown of each output', integerOption('--elements', 0), 16)
    .action(
      act(async (requests: readonly string[], options: EvalOptions) => {
        const { evaluateRequests } = await import('./eval.ts');
        print(await evaluateRequests(requests, options, wiring));
      }),
    );
}

function addInit(program: Command, { wiring, act }: CommandLine): void {
  program
    .command('init')
    .description('write a starter adapter for your own batch normalization')
    .argument('<language>', Object.keys(wiring.starters).join(', '))
    .option('--out <folder>', 'where to write it', '.')
    .option('--layer', `a layer, with a state and a mode: ${Object.keys(wiring.layerStarters).join(', ')}`)
    .action(
      act(async (language: string, options: InitOptions) => {
        print(init(language, options, wiring));
      }),
    );
}

function addDoctor(program: Command, { wiring, adapter, act }: CommandLine): void {
  program
    .command('doctor')
    .description('check whether an adapter itself works correctly: "doctor -- COMMAND …"')
    .argument('[module]', 'a module that default-exports an implementation, instead of a command')
    .option('--timeout <ms>', 'longest wait for one answer', integerOption('--timeout', 1, longestTimerMs), 10_000)
    .action(
      act(async (module: string | undefined, options: DoctorOptions) => {
        const { doctor } = await import('./doctor.ts');
        return doctor(module, adapter, options, wiring);
      }),
    );
}

function addSurvey(program: Command, { wiring, act }: CommandLine): void {
  program
    .command('survey')
    .description('check every known implementation that can run on this machine; write the status table')
    .option('--only <globs>', 'names or patterns of names, separated by commas')
    .option('--quick', 'only implementations that install quickly')
    .option('--clause <globs>', clauseHelp, listOption('--clause'))
    .option('--seed <n>', 'seed of all generated cases', integerOption('--seed', 0), defaultSeed)
    .option('--runs <n>', 'cases per clause', integerOption('--runs', 1, mostRuns), defaultRuns)
    .option('--json <file>', 'the table as JSON', 'impl/status.json')
    .option('--markdown <file>', 'the table as Markdown', 'impl/STATUS.md')
    .option('--html <file>', 'the table as one page')
    .option('--check', 'write nothing; compare with the table in --json, and exit with 1 if a result differs')
    .option('--strict', 'with --check: an implementation that cannot run here counts as a difference')
    .option('--cases <folder>', 'write the inputs of counterexamples and of the largest K as safetensors files')
    .action(
      act(async (options: SurveyCommandOptions) => {
        const { survey } = await import('./survey.ts');
        return survey(options, wiring);
      }),
    );
}
