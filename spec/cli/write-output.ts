/** Writes a file named on the command line. */
import { writeWholeFile } from '../wire/write-file.ts';
import { UsageError } from './errors.ts';
import { NotWritten } from './standard-streams.ts';

/** No name would have been better. */
const full: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO']);

export function writeOutput(file: string, content: string | Uint8Array): void {
  try {
    writeWholeFile(file, content);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const Problem = full.has(code) ? NotWritten : UsageError;
    throw new Problem(`cannot write "${file}": ${message}`);
  }
}
