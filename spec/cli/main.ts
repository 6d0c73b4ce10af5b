/** Words of the command line → an exit code. Data goes to stdout, progress and complaints to stderr. */
import { Command, CommanderError } from 'commander';
import { grades } from '../accuracy/grade.ts';
import { profileNames } from '../terms/profiles.ts';
import type { Grade, ProfileName } from '../terms/contract.ts';
import { mostRuns } from '../check/replay.ts';
import { suiteVersion } from '../check/version.ts';
import { longestTimerMs } from '../wire/timer.ts';
import { CouldNotStart, NotAnImplementation } from '../wire/start-error.ts';
import type { CheckOptions } from './check.ts';
import { defaultRuns, defaultSeed } from './defaults.ts';
import type { DoctorOptions } from './doctor.ts';
import type { EvalOptions } from './eval.ts';
import { addFixtureCommands } from './fixtures.ts';
import { init, type InitOptions } from './init.ts';
import { addLearnCommand } from './learn.ts';
import { choiceOption, integerOption } from './options.ts';
import { complain, print } from './screen.ts';
import type { SurveyCommandOptions } from './survey.ts';
import { UsageError } from './usage-error.ts';
import type { Wiring } from './wiring.ts';

/** Each is a process. */
const mostJobs = 256;

const exitCodes = { usage: 2, couldNotStart: 3, incomplete: 4 } as const;

/**
 * Commands are loaded when they are asked for: help and short work need not wait for what a check needs.
 *
 * @param argv - without the interpreter and the script
 */
export async function main(argv: readonly string[], wiring: Wiring): Promise<number> {
  // Everything after -- is the adapter's command: none of it is an option of ours.
  const cut = argv.indexOf('--');
  const words = cut < 0 ? argv : argv.slice(0, cut);
  const command = cut < 0 ? undefined : argv.slice(cut + 1);
  let exitCode = 0;
  const program = new Command('bnspec')
    .description('Checks a batch normalization, clause by clause, against an exact reference.')
    .version(suiteVersion)
    .exitOverride()
    .configureOutput({ outputError: () => undefined, writeOut: (text) => print(text) });

  program
    .command('check')
    .description('check one implementation against the text')
    .argument('[target]', 'a built-in name, a module that default-exports an implementation, or "-- COMMAND …"')
    .option(
      '--profile <name>',
      `conventions: ${[...profileNames, 'auto'].join(', ')} (default: what is claimed)`,
      choiceOption<ProfileName | 'auto'>('--profile', [...profileNames, 'auto']),
    )
    .option(
      '--require <grade>',
      `accuracy: ${rightGrades.join(', ')} (default: what is claimed, else stable)`,
      choiceOption('--require', rightGrades),
    )
    .option('--clause <glob>', 'only these clauses, such as BN-8.*')
    .option('--seed <n>', 'start of all generated cases', integerOption('--seed', 0), defaultSeed)
    .option('--runs <n>', 'cases per clause', integerOption('--runs', 1, mostRuns), defaultRuns)
    .option('--replay <token>', 'only the counterexample that a report names')
    .option('--expected <file>', 'known failures: a JSON list of clause, reason and, where there is one, thread')
    .option(
      '--timeout <ms>',
      'longest wait for one answer (default: 10000)',
      integerOption('--timeout', 1, longestTimerMs),
    )
    .option('--json <file>', 'write the report as JSON')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--jobs <n>', 'processes of the target that share the clauses', integerOption('--jobs', 1, mostJobs), 1)
    .option('--fixtures', 'run the golden cases first')
    .option('--html <file>', 'write the report as one HTML page with pictures')
    .option('--in-process', 'run a module here instead of in a child process, for debugging')
    .addHelpText('after', exitCodeHelp)
    .action(async (target: string | undefined, options: CheckOptions) => {
      const { check } = await import('./check.ts');
      exitCode = await check(target, command, options, wiring);
    });

  program
    .command('clauses')
    .description('list the clauses, and what tests each')
    .action(async () => {
      const { listClauses } = await import('./list-clauses.ts');
      const mutants = await Promise.all(wiring.mutantIds().map((id) => wiring.mutant(id)));
      print(listClauses(mutants));
    });

  addFixtureCommands(program, wiring, (code) => {
    exitCode = code;
  });

  program
    .command('eval')
    .description('print the exact answer to a request file, yours or a counterexample')
    .argument('<request>', 'a safetensors file in the form of a wire request')
    .option('--out <file>', 'write the answer as a safetensors file in the form of a wire answer')
    .option('--certificate', 'show the two rounding boundaries around each value, and on which side of each it lies')
    .option('--elements <n>', 'most elements shown of each output', integerOption('--elements', 0), 16)
    .action(async (request: string, options: EvalOptions) => {
      const { evaluateRequest } = await import('./eval.ts');
      print(await evaluateRequest(request, options, wiring));
    });

  program
    .command('init')
    .description('write a starter adapter for your own batch normalization')
    .argument('<language>', Object.keys(wiring.starters).join(', '))
    .option('--out <folder>', 'where to write it', '.')
    .action((language: string, options: InitOptions) => {
      print(init(language, options, wiring));
    });

  program
    .command('doctor')
    .description('tell whether an adapter itself is right: "doctor -- COMMAND …"')
    .argument('[module]', 'a module that default-exports an implementation, instead of a command')
    .option('--timeout <ms>', 'longest wait for one answer', integerOption('--timeout', 1, longestTimerMs), 10_000)
    .action(async (module: string | undefined, options: DoctorOptions) => {
      const { doctor } = await import('./doctor.ts');
      exitCode = await doctor(module, command, options, wiring);
    });

  program
    .command('survey')
    .description('check every implementation that can run here; write the status table')
    .option('--only <globs>', 'names or patterns of names, separated by commas')
    .option('--quick', 'only what installs quickly')
    .option('--clause <glob>', 'only these clauses')
    .option('--seed <n>', 'start of all generated cases', integerOption('--seed', 0), defaultSeed)
    .option('--runs <n>', 'cases per clause', integerOption('--runs', 1, mostRuns), defaultRuns)
    .option('--json <file>', 'the table as JSON', 'impl/status.json')
    .option('--markdown <file>', 'the table as Markdown', 'impl/STATUS.md')
    .option('--html <file>', 'the table as one page')
    .option('--check', 'write nothing; compare with the table in --json, and exit with 1 where a result differs')
    .option('--strict', 'with --check: what cannot run here is a difference, too')
    .option('--cases <folder>', 'write the inputs of counterexamples and of the largest K as safetensors files')
    .action(async (options: SurveyCommandOptions) => {
      const { survey } = await import('./survey.ts');
      exitCode = await survey(options, wiring);
    });

  addLearnCommand(program);

  try {
    if (words.length === 0) {
      throw new UsageError(
        'expected a command: check, clauses, doctor, eval, fixtures, init, learn or survey (see bnspec --help)',
      );
    }
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(error);
  }
}

const rightGrades = grades.filter((grade): grade is Exclude<Grade, 'wrong'> => grade !== 'wrong');

const exitCodeHelp = `
Exit codes: 0 conforms, 1 does not, 2 usage, 3 the adapter could not start, 4 incomplete, 5 nothing ran.`;

function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    // Help and version are no errors; commander has printed them.
    if (error.exitCode === 0) return 0;
    complain(oneLine(error.message));
    return exitCodes.usage;
  }
  if (error instanceof UsageError || error instanceof NotAnImplementation) {
    complain(error.message);
    return exitCodes.usage;
  }
  if (error instanceof CouldNotStart) {
    complain(error.message);
    return exitCodes.couldNotStart;
  }
  complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exitCodes.incomplete;
}

const oneLine = (message: string): string => message.replace(/^error: /, '').replaceAll('\n', ' ');
