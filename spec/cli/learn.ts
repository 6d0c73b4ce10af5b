/** `bnspec learn`: writes the interactive page that explains batch normalization. */
import type { Command } from 'commander';
import type { CommandLine } from './command-context.ts';
import { generated } from './generated-modules.ts';
import { print } from './print-safely.ts';
import { writeOutput } from './write-output.ts';

interface LearnOptions {
  readonly out: string;
}

type Load = () => Promise<{ readonly page: string }>;

/** The generated module, which a checkout lacks until it is built. */
const built: Load = () => import('../learn/page.html.ts');

export function addLearnCommand(program: Command, { act }: Pick<CommandLine, 'act'>): void {
  program
    .command('learn')
    .description('write an interactive page that explains batch normalization')
    .option('--out <file>', 'where to write it', 'learn.html')
    .action(
      act(async (options: LearnOptions) => {
        print(await writeLearnPage(options));
      }),
    );
}

/** @returns a message for the user */
export async function writeLearnPage({ out }: LearnOptions, load: Load = built): Promise<string> {
  const text = await pageFrom(load);
  writeOutput(out, text);
  return `${out}: ${Math.ceil(Buffer.byteLength(text) / 1000)} kB, opens in any browser\n`;
}

async function pageFrom(load: Load): Promise<string> {
  return generated('page.html', 'the learn page', async () => (await load()).page);
}
