/** Ends process groups, so that nothing an adapter started outlives it, short of a process that left the group. */

const live = new Set<number>();

/** @param pid - of a process that leads its group */
export function watchGroup(pid: number): void {
  if (live.size === 0) process.once('exit', killAll);
  live.add(pid);
}

/** At once and without appeal. Safe to call again: a group that is gone is not signalled a second time. */
export function killGroup(pid: number): void {
  if (!live.delete(pid)) return;
  if (live.size === 0) process.off('exit', killAll);
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group.
  }
}

/** Ends every adapter that is still running; for signal handlers. Runs by itself when this process exits. */
export function killAll(): void {
  for (const pid of live) killGroup(pid);
}
