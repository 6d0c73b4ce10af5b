/** A file is read whole, and any other path is refused at once. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readWholeFile } from '../../../spec/wire/read-file.ts';
import { temporaryFolder } from './misbehaving-adapters.ts';

const folder = temporaryFolder();
const path = (name: string): string => join(folder, name);

test('all of a file is read', () => {
  for (const size of [0, 1, 4096, 1_000_003]) {
    const content = Buffer.alloc(size, 'bytes');
    writeFileSync(path('file'), content);
    expect(Buffer.compare(readWholeFile(path('file'), size), content)).toBe(0);
    if (size > 0) expect(() => readWholeFile(path('file'), size - 1)).toThrow(`expected at most ${size - 1} bytes`);
  }
});

test('what is not there is named', () => {
  expect(() => readWholeFile(path('none'), 10)).toThrow(/^there is no such file$/);
});

test('a folder is refused', () => {
  mkdirSync(path('folder'));
  expect(() => readWholeFile(path('folder'), 10)).toThrow(/^expected a file, got a folder$/);
});

test.runIf(process.platform === 'linux')('refuses devices and pipes without waiting for them', async () => {
  execFileSync('mkfifo', [path('pipe')]);
  expect(() => readWholeFile(path('pipe'), 10)).toThrow(/^expected a file, got a pipe$/);
  for (const device of ['/dev/zero', '/dev/null', '/dev/urandom', '/dev/tty', '/dev/full']) {
    expect(() => readWholeFile(device, 10)).toThrow(/^expected a file, got a |no such device/);
  }
  const server = createServer().listen(path('socket'));
  await new Promise((resolve) => server.once('listening', resolve));
  expect(() => readWholeFile(path('socket'), 10)).toThrow(/^expected a file, got a socket/);
  server.close();
});

test.runIf(process.platform === 'linux')('bounds a file that does not tell its size', () => {
  expect(readWholeFile('/proc/self/status', 100_000).toString()).toMatch(/Pid/);
  expect(() => readWholeFile('/proc/self/status', 10)).toThrow('expected at most 10 bytes');
});
