/** Folders that are gone after the tests of a file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterFile } from './after-file.ts';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bnspec-test-'));
  afterFile(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
