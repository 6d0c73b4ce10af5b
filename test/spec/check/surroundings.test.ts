/** The same seed gives the same bytes in any time zone and any locale: reports of every format, and golden cases. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { bnspecProcess } from '../../support/bnspec.ts';

/** Days that begin elsewhere, other separators and digits, letters whose upper case is another. */
const surroundings: readonly NodeJS.ProcessEnv[] = [
  { TZ: 'UTC', LC_ALL: 'C' },
  { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' },
  { TZ: 'America/St_Johns', LC_ALL: 'ar_EG.UTF-8' },
];

test('neither the time zone nor the locale changes a byte', { timeout: 240_000 }, async () => {
  const { command, cwd } = bnspecProcess([]);
  const started = surroundings.map(async (env) => {
    // Both are fixed when a process starts.
    const args = ['--import', 'tsx', 'test/spec/check/print-digests.ts'];
    const { stdout, stderr } = await promisify(execFile)(command, args, { cwd, env: { ...process.env, ...env } });
    expect(stderr).toBe('');
    return stdout.trim().split('\n');
  });
  const written = await Promise.all(started);
  // The locales are there.
  expect(new Set(written.map((lines) => lines.at(-1))).size).toBe(3);
  const [first, ...others] = written.map((lines) => lines.slice(0, -1));
  expect(first).toHaveLength(6);
  for (const other of others) expect(other).toEqual(first);
});
