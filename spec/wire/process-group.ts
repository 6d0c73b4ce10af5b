/** Ends process groups and processes that left them, so that nothing an adapter started outlives it. */
import { startWatchdog } from './process-watchdog.ts';
import { carriers } from './process-mark.ts';

/** The mark of each process, by the target of `kill`: its id, or the negative id of the group that it leads. */
const live = new Map<number, string>();

let keep: ReturnType<typeof startWatchdog> | undefined;

/**
 * @param pid - of a process that leads its group
 * @param mark - in its environment
 */
export function watchGroup(pid: number, mark: string): void {
  watch(-pid, mark);
}

/** @param mark - in the environment of a process that shares the group of this one */
export function watchProcess(pid: number, mark: string): void {
  watch(pid, mark);
}

/** At once and unconditionally. Safe to call again: a group that is gone is not signalled a second time. */
export function killGroup(pid: number): void {
  end(-pid);
}

/** Likewise, with everything that it started. */
export function killProcess(pid: number): void {
  end(pid);
}

/** For a process that has ended by itself. */
export function forgetProcess(pid: number): void {
  forget(pid);
}

function watch(target: number, mark: string): void {
  if (live.size === 0) process.once('exit', killAll);
  live.set(target, mark);
  keep ??= startWatchdog();
  keep(live);
}

function forget(target: number): void {
  live.delete(target);
  if (live.size === 0) process.off('exit', killAll);
  keep?.(live);
}

function end(target: number): void {
  const mark = live.get(target);
  if (mark === undefined) return;
  forget(target);
  kill(target);
  const seen = new Set<number>();
  // A process that forks during the search is found by the next search.
  for (let look = 0; look < looks; look++) {
    const found = carriers(mark).filter((each) => !seen.has(each));
    if (found.length === 0) return;
    for (const each of found) {
      seen.add(each);
      kill(each);
    }
  }
}

const looks = 20;

function kill(target: number): void {
  try {
    process.kill(target, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}

/** Ends every adapter that is still running; for signal handlers. Runs by itself when this process exits. */
export function killAll(): void {
  for (const target of live.keys()) end(target);
}
