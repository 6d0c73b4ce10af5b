/** Files written whole or not at all: who reads the name meanwhile, or after the power failed, finds the old content or the new. */
import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isHurried, writeDescriptor } from './write-descriptor.ts';

let begun: (path: string) => void = () => undefined;

/** @param listener - called with the name of each file beside a target: who ends this process from outside removes it */
export function onFileBegun(listener: (path: string) => void): void {
  begun = listener;
}

/** @throws what the file system says */
export function writeWholeFile(path: string, content: string | Uint8Array): void {
  const { place, descriptor, isFile } = placeOf(path);
  // The name of a terminal, a pipe or /dev/null must stay what it is.
  if (descriptor !== undefined) return writeDescriptor(descriptor, content);
  if (isFile === false) return writeSpecial(place, content);
  const mode = statSync(place, { throwIfNoEntry: false })?.mode;
  const fresh = beside(place);
  begun(fresh);
  try {
    writeFileSync(fresh, content, { flag: 'wx', ...(mode !== undefined && { mode: mode & 0o777 }) });
    renameSync(fresh, place);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

/** A file that grows, and takes its name at the end. */
export class GrowingFile {
  readonly #place: string;
  /** Beside it; undefined for what is no file, which is written at once. */
  readonly #fresh: string | undefined;
  readonly #descriptor: number;

  /** @throws what the file system says */
  constructor(path: string) {
    const { place, descriptor, isFile } = placeOf(path);
    this.#place = place;
    this.#fresh = isFile === false ? undefined : beside(place);
    if (this.#fresh !== undefined) begun(this.#fresh);
    this.#descriptor = descriptor ?? openSync(this.#fresh ?? place, this.#fresh === undefined ? 'w' : 'wx');
  }

  add(text: string): void {
    writeDescriptor(this.#descriptor, text);
  }

  end(): void {
    if (this.#fresh === undefined) return;
    closeSync(this.#descriptor);
    renameSync(this.#fresh, this.#place);
  }

  /** Removes all that was written so far. */
  discard(): void {
    if (this.#fresh !== undefined) rmSync(this.#fresh, { force: true });
  }
}

function writeSpecial(place: string, content: string | Uint8Array): void {
  // To open a pipe that nobody reads takes for ever, but for this flag.
  const descriptor = openSync(place, constants.O_WRONLY | (isHurried() ? constants.O_NONBLOCK : 0));
  try {
    writeDescriptor(descriptor, content);
  } finally {
    closeSync(descriptor);
  }
}

/** @throws what the file system says where the file cannot be written. Its content stays. */
export function checkWritable(path: string): void {
  const { place, descriptor, isFile } = placeOf(path);
  if (descriptor !== undefined) return;
  if (isFile !== undefined) accessSync(place, constants.W_OK);
  if (isFile === false) {
    if (statSync(place).isDirectory()) throw new Error('it is a folder');
    return;
  }
  const fresh = beside(place);
  begun(fresh);
  writeFileSync(fresh, '', { flag: 'wx' });
  rmSync(fresh);
}

/**
 * @returns where the name leads, by way of links; undefined for what is no file, and may be written twice
 * @throws what the file system says
 */
export function fileAt(path: string): string | undefined {
  const { place, isFile } = placeOf(path);
  return isFile === false ? undefined : place;
}

/** Removes a file, if there is one; what is no file stays. */
export function removeFile(path: string): void {
  const { place, isFile } = placeOf(path);
  if (isFile === true) rmSync(place, { force: true });
}

const beside = (place: string): string => join(dirname(place), `.${basename(place).slice(0, 200)}.${process.pid}.new`);

interface Place {
  /** Where the name leads, by way of links. */
  readonly place: string;
  /** Undefined where there is nothing yet. */
  readonly isFile: boolean | undefined;
  /** Where the name is one for something that this process has open: to open it again would truncate it. */
  readonly descriptor?: number;
}

/** As many links as Linux follows. */
const mostLinks = 40;

/** A link stays, and what it leads to is replaced, or written for the first time. */
function placeOf(path: string): Place {
  let place = resolve(path);
  for (let links = 0; links < mostLinks; links++) {
    place = join(realpathSync(dirname(place)), basename(place));
    const descriptor = descriptorNamed(place);
    if (descriptor !== undefined) return { place, isFile: false, descriptor };
    const stats = lstatSync(place, { throwIfNoEntry: false });
    if (!stats?.isSymbolicLink()) return { place, isFile: stats?.isFile() };
    place = resolve(dirname(place), readlinkSync(place));
  }
  throw new Error('too many links');
}

/** /dev/stdout and its like lead to one of these. */
function descriptorNamed(place: string): number | undefined {
  const [, pid, descriptor] = /^\/(?:proc\/(\d+)|dev)\/fd\/(\d+)$/.exec(place) ?? [];
  return descriptor !== undefined && (pid ?? String(process.pid)) === String(process.pid)
    ? Number(descriptor)
    : undefined;
}
