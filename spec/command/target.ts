/** From the words of the command line to something that can be called. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import type { Implementation } from '../terms/contract.ts';
import { targetOf } from '../wire/in-process.ts';
import { loadImplementation } from '../wire/module.ts';
import type { Target } from '../wire/outcome.ts';
import { type Limits, moduleTarget, spawnTarget } from '../wire/process.ts';
import { UsageError } from './usage-error.ts';
import type { Wiring } from './wiring.ts';

export interface TargetRequest {
  /** Built-in name or path of a module. */
  readonly target: string | undefined;
  /** The words after `--`. */
  readonly command: readonly string[] | undefined;
  readonly inProcess: boolean;
  readonly timeoutMs: number | undefined;
}

/** A crash in one corner can cost a restart per clause and shrink; more than this and the adapter is simply broken. */
const restarts = 250;

export async function openTarget(request: TargetRequest, wiring: Wiring): Promise<Target> {
  const { target = wiring.defaultTarget, command, inProcess, timeoutMs } = request;
  const limits = { restarts, ...(timeoutMs !== undefined && timeouts(timeoutMs)) };
  if (command !== undefined) {
    if (request.target !== undefined) throw new UsageError(`expected a target or "-- COMMAND", got both`);
    const [program, ...args] = command;
    if (program === undefined) throw new UsageError('expected a command after "--"');
    return spawnTarget({ command: program, args, ...limits });
  }
  const builtIn = builtInOf(target, wiring);
  if (builtIn !== undefined) {
    const loaded = await builtIn();
    return 'call' in loaded ? loaded : targetOf(loaded);
  }
  checkModule(target, wiring);
  return inProcess ? targetOf(await loadImplementation(target)) : moduleTarget(target, limits);
}

/** What the user says holds for every answer, the first included; loading a library may take longer than answering. */
const timeouts = (timeoutMs: number): Limits => ({
  timeoutMs,
  firstTimeoutMs: timeoutMs,
  startTimeoutMs: Math.max(timeoutMs, Math.min(60_000, Math.max(10_000, 10 * timeoutMs))),
});

function builtInOf(target: string, wiring: Wiring): (() => Promise<Implementation | Target>) | undefined {
  if (Object.hasOwn(wiring.builtIns, target)) return wiring.builtIns[target];
  const row = /^mutant\/(.+)$/.exec(target)?.[1];
  // A row of the catalogue with several variants, ST01a and ST01b, is also known by the row: ST01.
  const id = wiring.mutantIds().find((each) => each === row || each.replace(/[a-z]$/, '') === row);
  return id === undefined ? undefined : async () => (await wiring.mutant(id)).implementation;
}

function checkModule(path: string, wiring: Wiring): void {
  if (!existsSync(path)) throw new UsageError(unknownTarget(path, wiring));
  if (!/\.[cm]?[jt]s$/.test(path) || !statSync(path).isFile()) {
    throw new UsageError(`"${path}" expected a JavaScript or TypeScript module (.js, .mjs, .ts …)`);
  }
  try {
    accessSync(path, constants.R_OK);
  } catch {
    throw new UsageError(`cannot read "${path}"`);
  }
}

function unknownTarget(target: string, wiring: Wiring): string {
  const names = [...Object.keys(wiring.builtIns), 'mutant/ID'].join(', ');
  const known = target.startsWith('mutant/') ? `; mutants: ${wiring.mutantIds().join(', ')}` : '';
  return `no target "${target}": expected a file that exists, "-- COMMAND", or one of ${names}${known}`;
}
