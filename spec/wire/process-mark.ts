/**
 * A mark in the environment of a process, which everything that it starts inherits: how to find, on Linux, what left the
 * group of the process by `setsid`. Who wipes its own environment or runs as another user is not found; elsewhere nobody is.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const name = 'BNSPEC_PROCESS';

export const newMark = (): string => randomUUID();

/** The environment that carries the mark, and those of all processes around it. */
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

/** Nothing where it cannot be read: somebody else's, or gone by now. */
function environmentOf(pid: string): Buffer | string {
  try {
    return readFileSync(`/proc/${pid}/environ`);
  } catch {
    return '';
  }
}
