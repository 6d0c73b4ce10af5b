/** Standard output and error, written at once: what is printed is out before anything else happens to this process. */
import { fstatSync } from 'node:fs';
import { writeDescriptor } from '../wire/write-descriptor.ts';

/** Output that was asked for and could not be written, other than by a mistake in the command line. */
export class NotWritten extends Error {
  override readonly name = 'NotWritten';
}

/** Nobody reads any more: a pipe or a connection whose other end was closed. */
export function readersAreGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EPIPE' || code === 'ECONNRESET';
}

/** A terminal that was closed says EIO, which of a file means a broken disk. */
const terminalIsGone = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'EIO' && fstatSync(1).isCharacterDevice();

export const streams = {
  /**
   * Where nobody reads, nothing is lost.
   * @throws NotWritten for a full disk and the like
   */
  stdout(text: string): void {
    try {
      writeDescriptor(1, text);
    } catch (error) {
      if (readersAreGone(error) || terminalIsGone(error)) return;
      throw new NotWritten(`cannot write to stdout: ${(error as Error).message}`);
    }
  },

  /** Where it cannot be written, there is no place to say so. */
  stderr(text: string): void {
    try {
      writeDescriptor(2, text);
    } catch {
      // Nobody reads it.
    }
  },
};
