/** Command-line arguments → something that can be called. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import type { Implementation } from '../terms/contract.ts';
import type { MutantFactory } from '../terms/mutant.ts';
import { implementationOf } from '../wire/implementation.ts';
import { targetOf } from '../wire/in-process.ts';
import { settled, within } from '../wire/untrusted-promise.ts';
import { NotAnImplementation } from '../wire/start-error.ts';
import { checkedMs } from '../wire/timer-limits.ts';
import { guardedModule } from './guarded-module.ts';
import type { Target } from '../wire/target.ts';
import type { RunLimits } from '../wire/run-limits.ts';
import { type Limits, moduleTarget, spawnTarget } from '../wire/process-target.ts';
import { CouldNotStart } from '../wire/start-error.ts';
import { UsageError } from './errors.ts';
import { isRunnable, programHint } from './program-hint.ts';
import type { Wiring } from './wiring-interface.ts';

export interface TargetRequest {
  /** Built-in name or path of a module. */
  readonly target: string | undefined;
  /** The words after `--`. */
  readonly command: readonly string[] | undefined;
  /** In place of a name: an implementation in this process. */
  readonly implementation?: Implementation | undefined;
  readonly inProcess: boolean;
  readonly timeoutMs: number | undefined;
  /** Limits of the run that this process is for. Default: its own. */
  readonly shared?: RunLimits;
}

/** A run counts the restarts of all its processes itself. */
const restarts = Infinity;

/**
 * Several processes of one target.
 * @throws UsageError where more than one is asked for and the target runs in this process
 */
export async function openTargets(
  request: TargetRequest,
  jobs: number,
  wiring: Wiring,
): Promise<readonly [Target, ...Target[]]> {
  const first = await openTarget(request, wiring);
  if (jobs <= 1) return [first];
  try {
    if (first.falls === undefined) {
      throw new UsageError('"--jobs" expected a target in a process of its own: a module or "-- COMMAND"');
    }
    const others = await Promise.allSettled(Array.from({ length: jobs - 1 }, () => openTarget(request, wiring)));
    const open = others.flatMap((other) => (other.status === 'fulfilled' ? [other.value] : []));
    const refused = others.find((other) => other.status === 'rejected');
    if (refused === undefined) return [first, ...open];
    await Promise.all(open.map((target) => target.close()));
    throw refused.reason;
  } catch (error) {
    await first.close();
    throw error;
  }
}

export async function openTarget(request: TargetRequest, wiring: Wiring): Promise<Target> {
  const { target = wiring.defaultTarget, command, inProcess, timeoutMs } = request;
  const { shared } = request;
  if (request.implementation !== undefined) return objectTarget(request.implementation, timeoutMs ?? inProcessMs);
  const limits = { restarts, ...(shared && { shared }), ...(timeoutMs !== undefined && timeouts(timeoutMs)) };
  if (command !== undefined) {
    if (request.target !== undefined) throw new UsageError(`expected a target or "-- COMMAND", got both`);
    const [program, ...args] = command;
    if (!program) throw new UsageError('expected a command after "--"');
    return explained(command, wiring, () => spawnTarget({ command: program, args, ...limits }));
  }
  if (Object.hasOwn(wiring.builtIns, target)) {
    return renewable(wiring.builtIns[target]);
  }
  const mutant = await mutantOf(target, wiring);
  if (mutant !== undefined) {
    const renewed = await renewable(async () => mutant.under().implementation);
    return { ...renewed, name: `mutant/${mutant.id}` };
  }
  checkModule(target, wiring);
  return inProcess ? guardedModule(target, timeoutMs ?? inProcessMs) : moduleTarget(target, limits);
}

/** An implementation in this process begins anew where another is made. */
async function renewable(make: () => Promise<Implementation>): Promise<Target> {
  let current = targetOf(await make());
  return {
    ...current,
    call: (operation, call) => current.call(operation, call),
    async afresh() {
      await current.close();
      current = targetOf(await make());
    },
    close: () => current.close(),
  };
}

/** Says what to type, where a program that does not start is a file that was named in another way than it can be started. */
async function explained(words: readonly string[], wiring: Wiring, start: () => Promise<Target>): Promise<Target> {
  try {
    return await start();
  } catch (error) {
    const hint = error instanceof CouldNotStart && !isRunnable(words[0]) ? programHint(words, wiring.program) : '';
    throw hint === '' ? error : new CouldNotStart(`${(error as Error).message}${hint}`);
  }
}

/** An object of the caller's: this process is the caller's as well, and is not watched any further. */
function objectTarget(value: unknown, timeoutMs: number): Target {
  const implementation = implementationOf(value, 'it', (problem) => {
    throw new NotAnImplementation(`the target is no implementation: ${problem}`);
  });
  const ms = checkedMs('timeoutMs', timeoutMs);
  return targetOf(implementation, { settled: (work) => within(ms, settled(work)) });
}

/** For one answer of a module in this process, where the user sets no limit: as for a first answer elsewhere. */
const inProcessMs = 60_000;

/**
 * A limit set by the user holds for every answer, the first included; by default, loading a library may take longer
 * than answering.
 */
const timeouts = (timeoutMs: number): Limits => ({
  timeoutMs,
  firstTimeoutMs: timeoutMs,
  startTimeoutMs: Math.max(timeoutMs, Math.min(60_000, Math.max(10_000, 10 * timeoutMs))),
});

function mutantOf(target: string, wiring: Wiring): Promise<MutantFactory> | undefined {
  const name = /^mutant\/(.+)$/.exec(target)?.[1];
  return name === undefined ? undefined : wiring.mutant(name);
}

/** Whether it is the name of a module: no built-in has one like it. */
export const namesModule = (target: string): boolean => /\.[cm]?[jt]s$/.test(target);

function checkModule(path: string, wiring: Wiring): void {
  if (!existsSync(path)) throw new UsageError(unknownTarget(path, wiring));
  if (!namesModule(path) || !statSync(path).isFile()) {
    const hint = programHint([path], wiring.program);
    throw new UsageError(`"${path}" expected a JavaScript or TypeScript module (.js, .mjs, .ts …)${hint}`);
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
