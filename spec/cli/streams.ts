/** Standard output and error, written at once: what is printed is out before anything else happens to this process. */
import { writeDescriptor } from '../wire/write-descriptor.ts';

/** Output that was asked for and could not be written, other than by a mistake in the command line. */
export class NotWritten extends Error {
  override readonly name = 'NotWritten';
}

/** Nobody reads any more: a pipe whose reader has ended, or a terminal that was closed. */
const closed: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ECONNRESET', 'EIO']);

export const readersAreGone = (error: unknown): boolean => closed.has((error as NodeJS.ErrnoException).code);

export const streams = {
  /**
   * Where nobody reads, nothing is lost.
   * @throws NotWritten for a full disk and the like
   */
  stdout(text: string): void {
    try {
      writeDescriptor(1, text);
    } catch (error) {
      if (!readersAreGone(error)) throw new NotWritten(`cannot write to stdout: ${(error as Error).message}`);
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
