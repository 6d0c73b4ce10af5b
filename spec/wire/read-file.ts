/**
 * Reads whole files that may be untrusted: never a device or a pipe, which may have no end, and never more than
 * expected.
 */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';

/**
 * @param most - limit in bytes
 * @throws Error with the reason on one line, to be put after the name of the file
 */
export function readWholeFile(path: string, most: number): Uint8Array {
  let file: number | undefined;
  try {
    // A plain open of a pipe without a writer would block.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error(`expected a file, got ${kindOf(stats)}`);
    if (stats.size > most) throw new Error(tooLarge(most));
    return readUpTo(file, most, stats.size);
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const tooLarge = (most: number): string => `expected at most ${most} bytes`;

/** The size is a hint: a file may grow, and those of /proc have none. */
function readUpTo(file: number, most: number, size: number): Uint8Array {
  let bytes = Buffer.allocUnsafeSlow(size + 1);
  let end = 0;
  for (;;) {
    const read = readSync(file, bytes, end, bytes.length - end, null);
    end += read;
    if (end > most) throw new Error(tooLarge(most));
    if (read === 0) return bytes.subarray(0, end);
    if (end === bytes.length) bytes = Buffer.concat([bytes], Math.min(2 * bytes.length, most + 1));
  }
}

/** The kind of thing, in words, that a name leads to where it is not a file. */
export function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'ENXIO') return 'expected a file, got a socket or a pipe';
  if (code === 'EACCES') return 'permission denied';
  return message.replaceAll(/\s+/g, ' ');
}
