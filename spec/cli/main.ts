/** Command line → exit code. Data goes to stdout, progress and errors to stderr. */
import { Command } from 'commander';
import { suiteVersion } from '../check/version.ts';
import { type ExitCode, exitCodes } from '../terms/exit-codes.ts';
import type { Act } from './command-context.ts';
import { addCommands } from './commands.ts';
import { explainError, UsageError } from './errors.ts';
import { print } from './print-safely.ts';
import type { Wiring } from './wiring-interface.ts';

/** @param argv - without the interpreter and the script */
export async function main(argv: readonly string[], wiring: Wiring): Promise<ExitCode> {
  // Everything after -- is the adapter's command: none of it is an option of ours.
  const cut = argv.indexOf('--');
  const words = cut < 0 ? argv : argv.slice(0, cut);
  const adapter = cut < 0 ? undefined : argv.slice(cut + 1);
  const program = new Command('bnspec')
    .description('Checks a batch normalization implementation, clause by clause, against an exact reference.')
    .version(suiteVersion)
    .exitOverride()
    .configureOutput({ outputError: () => undefined, writeOut: (text) => print(text) });
  let ended: ExitCode = exitCodes.success;
  const act: Act =
    (work) =>
    async (...given) => {
      ended = (await work(...given)) ?? exitCodes.success;
    };
  addCommands(program, { wiring, adapter, act });
  try {
    if (words.length === 0) {
      const names = program.commands.map((command) => command.name()).toSorted();
      const list = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
      throw new UsageError(`expected a command: ${list} (see ${wiring.program} --help)`);
    }
    await program.parseAsync(words, { from: 'user' });
    return ended;
  } catch (error) {
    return explainError(error);
  }
}
