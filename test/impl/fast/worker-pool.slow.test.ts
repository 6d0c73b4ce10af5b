/**
 * Threads wherever Node's modules are: beside a library that adds a `Worker` to the global scope, in a worker, in Deno and in
 * Bun. The bits are those of one thread, and the program ends after `close()`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../../impl/fast/index.ts';
import { required } from '../../spec/wire/peers.ts';
import { residentDigest } from './digest.ts';

const runtime = (path: string): string =>
  fileURLToPath(new URL(`../../tools/hosts/node_modules/${path}`, import.meta.url));
const deno = runtime('@deno/linux-x64-glibc/deno');
const bun = runtime('@oven/bun-linux-x64/bin/bun');

function printed(command: string, args: readonly string[]): string {
  const { stdout, stderr, status, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 });
  expect(error, 'the program expected to end').toBeUndefined();
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.trim();
}

describe('two threads', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hosts-'));
  // One file that every runtime reads.
  const program = join(folder, 'program.mjs');
  const inWorker = join(folder, 'in-worker.mjs');
  let alone: string;
  beforeAll(async () => {
    const entryPoints = [fileURLToPath(new URL('host-program.ts', import.meta.url))];
    await build({ entryPoints, outfile: program, bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' });
    writeFileSync(inWorker, `new (await import('node:worker_threads')).Worker(${JSON.stringify(program)});`);
    alone = residentDigest(new Engine());
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(['nothing', 'throwing', 'own'])('run in Node where the global Worker is: %s', (added) => {
    expect(printed(process.execPath, [program, added])).toBe(alone);
  });

  test('run in a worker', () => {
    expect(printed(process.execPath, [inWorker])).toBe(alone);
  });

  test.skipIf(!required && !existsSync(deno))('run in Deno', () => {
    expect(printed(deno, ['run', '--allow-all', '--no-config', program])).toBe(alone);
  });

  test.skipIf(!required && !existsSync(bun))('run in Bun', () => {
    expect(printed(bun, ['run', program])).toBe(alone);
  });
});
