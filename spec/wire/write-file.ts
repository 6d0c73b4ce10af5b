/** Files written whole or not at all: who reads the name meanwhile, or after the power failed, finds the old content or the new. */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** @throws what the file system says */
export function writeWholeFile(path: string, content: string | Uint8Array): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isFile()) {
    // A terminal, a pipe, /dev/null: the name must stay what it is.
    writeFileSync(path, content);
    return;
  }
  // A link stays, and what it leads to is replaced.
  const target = stats === undefined ? path : realpathSync(path);
  const fresh = join(dirname(target), `.${basename(target).slice(0, 200)}.${process.pid}.new`);
  try {
    writeFileSync(fresh, content, { flag: 'wx', ...(stats && { mode: stats.mode & 0o777 }) });
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}
