/** Writes to an open file, pipe or terminal. */
import { writeSync } from 'node:fs';

const pauseMs = 5;
const never = new Int32Array(new SharedArrayBuffer(4));

/**
 * All of it, before it returns: who ends this process next loses nothing. A pipe that is full is waited for.
 * @throws what the system says
 */
export function writeDescriptor(descriptor: number, content: string | Uint8Array): void {
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
