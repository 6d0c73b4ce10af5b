/** A file that the command line names. */
import { readWholeFile } from '../wire/read-file.ts';
import { UsageError } from './errors.ts';

/** @param most - bytes that it may have */
export function readInput(file: string, most: number): Uint8Array {
  try {
    return readWholeFile(file, most);
  } catch (error) {
    throw new UsageError(`cannot read "${file}": ${(error as Error).message}`);
  }
}
