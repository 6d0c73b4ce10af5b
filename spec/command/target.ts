/** From the words of the command line to something that can be called. */
import { existsSync } from 'node:fs';
import type { Implementation } from '../terms/contract.ts';
import { targetOf } from '../wire/in-process.ts';
import { loadImplementation } from '../wire/module.ts';
import type { Target } from '../wire/outcome.ts';
import { moduleTarget, spawnTarget } from '../wire/process.ts';
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
  const limits = {
    restarts,
    ...(timeoutMs !== undefined && { timeoutMs, firstTimeoutMs: Math.max(timeoutMs, 60_000) }),
  };
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
  if (!existsSync(target)) throw new UsageError(unknownTarget(target, wiring));
  return inProcess ? targetOf(await loadImplementation(target)) : moduleTarget(target, limits);
}

function builtInOf(target: string, wiring: Wiring): (() => Promise<Implementation | Target>) | undefined {
  if (Object.hasOwn(wiring.builtIns, target)) return wiring.builtIns[target];
  const id = /^mutant\/(.+)$/.exec(target)?.[1];
  return id !== undefined && wiring.mutantIds().includes(id)
    ? async () => (await wiring.mutant(id)).implementation
    : undefined;
}

function unknownTarget(target: string, wiring: Wiring): string {
  const names = [...Object.keys(wiring.builtIns), 'mutant/ID'].join(', ');
  const known = target.startsWith('mutant/') ? `; mutants: ${wiring.mutantIds().join(', ')}` : '';
  return `no target "${target}": expected a file that exists, "-- COMMAND", or one of ${names}${known}`;
}
