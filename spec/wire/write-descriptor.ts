/** Writes to an open file, pipe or terminal. */
import { spawnSync } from 'node:child_process';
import { writeSync } from 'node:fs';

const pauseMs = 5;
const never = new Int32Array(new SharedArrayBuffer(4));

let hurried = false;
const hurriedMs = 250;

/** From now on, a reader that does not read is hardly waited for, so that this process can end. */
export function hurry(): void {
  hurried = true;
}

export const isHurried = (): boolean => hurried;

/**
 * All of it, before it returns: who ends this process next loses nothing. A pipe that is full is waited for.
 * @throws what the system says
 */
export function writeDescriptor(descriptor: number, content: string | Uint8Array): void {
  if (hurried) return writeHurriedly(descriptor, content);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let from = 0; from < bytes.length;) {
    try {
      from += writeSync(descriptor, bytes, from);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(never, 0, 0, pauseMs);
    }
  }
}

/** A process that writes to a full pipe can be ended from outside only: so another one does it. */
function writeHurriedly(descriptor: number, content: string | Uint8Array): void {
  const { signal, status, stderr } = spawnSync('cat', {
    input: content,
    stdio: ['pipe', descriptor, 'pipe'],
    timeout: hurriedMs,
    killSignal: 'SIGKILL',
    encoding: 'utf8',
  });
  if (signal === null && status !== 0) throw new Error(stderr.replace(/^cat: /, '').trim());
}
