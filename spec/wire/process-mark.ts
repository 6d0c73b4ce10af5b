/**
 * A mark in the environment of a process, inherited by everything it starts: on Linux this finds processes that left
 * the group by `setsid`. A process that clears its environment or runs as another user is not found; on other systems
 * none is.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const name = 'BNSPEC_PROCESS';

export const newMark = (): string => randomUUID();

/** The environment that carries the mark, with the marks of all enclosing processes. */
export function marked(env: NodeJS.ProcessEnv, mark: string): NodeJS.ProcessEnv {
  return { ...env, [name]: env[name] === undefined ? mark : `${env[name]} ${mark}` };
}

/** Ids of the running processes that carry the mark. A process that has ended has no environment any more. */
export function carriers(mark: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && environmentOf(entry).includes(mark))
    .map(Number);
}

/** Empty where it cannot be read: another user's process, or one that is gone by now. */
function environmentOf(pid: string): Buffer | string {
  try {
    return readFileSync(`/proc/${pid}/environ`);
  } catch {
    return '';
  }
}
