/** `bnspec fixtures generate|verify|export`: files with certified answers, for users who cannot run the suite. */
import type { Command } from 'commander';
import { exitCodes } from '../terms/exit-codes.ts';
import type { ExportFormat, FixtureWork } from '../terms/fixture.ts';
import type { CommandLine } from './command-context.ts';
import { choiceOption, integerOption } from './options.ts';
import { shownLine } from '../report/untrusted-text.ts';
import { clearProgress, print, showProgress } from './print-safely.ts';
import { inOneLine } from './errors.ts';

interface GenerateOptions {
  readonly tier: 'golden' | 'extended';
  readonly seed: number;
  readonly out?: string;
}

interface ExportOptions {
  readonly format: ExportFormat;
  readonly out: string;
  readonly from?: string;
}

const tiers = ['golden', 'extended'] as const;
const formats: readonly ExportFormat[] = ['npz', 'onnx', 'raw', 'archive', 'stablehlo', 'webnn'];

export function addFixtureCommands(program: Command, { wiring, act }: Pick<CommandLine, 'wiring' | 'act'>): void {
  const fixtures = program.command('fixtures').description('write, certify and convert fixture files');

  fixtures
    .command('generate')
    .description('write the golden cases, or large ones in the shapes of real layers')
    .option(
      '--tier <name>',
      'golden: the committed files; extended: large, needs --out',
      choiceOption('--tier', tiers),
      'golden',
    )
    .option('--seed <n>', 'seed of all generated cases', integerOption('--seed', 0), 1)
    .option('--out <folder>', 'where to write (default for golden: where the committed files are)')
    .action(
      act(async ({ tier, seed, out }: GenerateOptions) => {
        const tools = await wiring.fixtures();
        say(await inOneLine(() => tools.generate({ tier, seed, out, onProgress: showProgress })), 'written to');
      }),
    );

  fixtures
    .command('verify')
    .description('certify every value again, and check schema, counts, ids, hashes and names')
    .argument('[folder]', 'default: the committed files')
    .action(
      act(async (folder: string | undefined) => {
        const tools = await wiring.fixtures();
        const { problems, ...work } = await inOneLine(() => tools.verify({ folder, onProgress: showProgress }));
        for (const problem of problems) print(`${shownLine(problem)}\n`);
        say(work, problems.length === 0 ? 'certified in' : `and ${problems.length} problems in`);
        return problems.length === 0 ? exitCodes.success : exitCodes.failure;
      }),
    );

  fixtures
    .command('export')
    .description('convert fixture files for other ecosystems')
    .requiredOption('--format <name>', formats.join(', '), choiceOption('--format', formats))
    .requiredOption('--out <folder>', 'where to write; empty or new')
    .option('--from <folder>', 'default: the committed files')
    .action(
      act(async ({ format, out, from }: ExportOptions) => {
        const tools = await wiring.fixtures();
        say(
          await inOneLine(() => tools.export({ format, folder: from, out, onProgress: showProgress })),
          'exported to',
        );
      }),
    );
}

function say({ folder, cases, outputs, files, bytes }: FixtureWork, what: string): void {
  clearProgress();
  const size = bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  print(`${cases} cases, ${outputs} certified values, ${files} files, ${size} ${what} ${folder}\n`);
}
