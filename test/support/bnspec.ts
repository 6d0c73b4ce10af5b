/** Runs the command line and tells what came of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { wiring } from '../../spec/wiring.ts';
import { main } from '../../spec/cli/main.ts';
import { streams } from '../../spec/cli/standard-streams.ts';
import type { Wiring } from '../../spec/cli/wiring-interface.ts';
import { temporaryFolder } from './temporary-folder.ts';

import { builtFolder, root } from './repository-files.ts';

export { temporaryFolder } from './temporary-folder.ts';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program that users get, in a process of its own, for what only a process shows. */
export const bnspecProcess = (words: readonly string[]): { command: string; args: string[]; cwd: string } => ({
  command: process.execPath,
  args: [`${builtFolder}/spec/cli.js`, ...words],
  cwd: root,
});

/** Started, with its output. */
export function startBnspec(...args: string[]): { ended: Promise<Outcome>; interrupt: () => void } {
  const { command, args: all, cwd } = bnspecProcess(args);
  const child = spawn(command, all, { cwd, env: { ...process.env, NO_COLOR: '1' } });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (written.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (written.stderr += String(chunk)));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...written }));
  return { ended, interrupt: () => void child.kill('SIGINT') };
}

/** Known mistakes of every kind. To open all of them takes longer than most checks. */
const few = ['ST01', 'EP01', 'EP02', 'RS01', 'RS02', 'BW01', 'BW02', 'BW03', 'AF01', 'LY01', 'MD02'];

/** With these, and what the command line names, for the bank that a diagnosis looks into. */
function withFew(args: readonly string[]): Wiring {
  const named = args.flatMap((arg) => /^mutant\/(.+)$/.exec(arg)?.[1] ?? []);
  const bank: Wiring['bank'] = async (conventions) => {
    const known = [...few, ...named].flatMap((name) => wiring.mutant(name) ?? []);
    const byId = new Map((await Promise.all(known)).map((factory) => [factory.id, factory]));
    return [...byId.values()].map((factory) => factory.under(conventions));
  };
  return { ...wiring, bank };
}

/** In this process, without the cost of starting one. */
export async function bnspec(...args: string[]): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(streams, name).mockImplementation((text) => {
      written[name] += text;
    }),
  );
  try {
    return {
      code: await main(args, ['check', 'merge', 'campaign'].includes(args[0]) ? withFew(args) : wiring),
      ...written,
    };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

export function moduleWith(source: string, name = 'implementation.mjs'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, source);
  return path;
}
