/** Reads a file named on the command line. */
import { readWholeFile } from '../wire/read-file.ts';
import { UsageError } from './errors.ts';

/** @param most - largest allowed size in bytes */
export function readInput(file: string, most: number): Uint8Array {
  try {
    return readWholeFile(file, most);
  } catch (error) {
    throw new UsageError(`cannot read "${file}": ${(error as Error).message}`);
  }
}
