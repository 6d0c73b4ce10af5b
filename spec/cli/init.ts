/** `bnspec init`: writes a working adapter for its author to edit. Never overwrites a file. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quoted } from './options.ts';
import { UsageError } from './errors.ts';
import type { Wiring } from './wiring-interface.ts';

export interface InitOptions {
  /** Folder to write to; created where it does not exist. */
  readonly out: string;
  /** A layer instead of operations. */
  readonly layer?: boolean;
}

/** @returns the next steps */
export function init(language: string, { out, layer = false }: InitOptions, wiring: Wiring): string {
  const { program } = wiring;
  const starters = layer ? wiring.layerStarters : wiring.starters;
  if (!Object.hasOwn(starters, language)) {
    const what = layer ? 'no starter of a layer' : 'no starter';
    throw new UsageError(`${what} for "${language}": expected ${Object.keys(starters).join(', ')}`);
  }
  const { files, target, build } = starters[language];
  const folder = out.replace(/(?<=.)\/+$/, '');
  const paths = files.map(({ name }) => join(folder, name));
  const there = paths.find((path) => existsSync(path));
  if (there !== undefined) {
    throw new UsageError(`"${there}" already exists; nothing was written (use --out FOLDER to choose another folder)`);
  }
  try {
    mkdirSync(folder, { recursive: true });
    for (const [i, { source }] of files.entries()) writeFileSync(paths[i], readFileSync(source), { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`cannot write to "${out}": ${(error as Error).message}`);
  }
  const bnspec = (command: string): string => `${program} ${quoted([command, ...target(folder)])}`;
  return [
    `wrote ${paths.join(', ')}`,
    '',
    `Put your code into ${paths[0]}. Then:`,
    '',
    ...(build ? [`  ${quoted(build(folder))}`] : []),
    `  ${bnspec('doctor')}`,
    `  ${bnspec('check')}`,
    '',
  ].join('\n');
}
