/** Ends process groups and processes that left them, so that nothing an adapter started outlives it. */
import { carriers } from './process-mark.ts';

/** The mark of each group's leader. */
const live = new Map<number, string>();

/**
 * @param pid - of a process that leads its group
 * @param mark - in its environment
 */
export function watchGroup(pid: number, mark: string): void {
  if (live.size === 0) process.once('exit', killAll);
  live.set(pid, mark);
}

/** At once and unconditionally. Safe to call again: a group that is gone is not signalled a second time. */
export function killGroup(pid: number): void {
  const mark = live.get(pid);
  if (mark === undefined) return;
  live.delete(pid);
  if (live.size === 0) process.off('exit', killAll);
  kill(-pid);
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

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // No process of the group is left.
  }
}

/** Ends every adapter that is still running; for signal handlers. Runs by itself when this process exits. */
export function killAll(): void {
  for (const pid of live.keys()) killGroup(pid);
}
