/** The files that divide a long check give options that exist, and count parts from 1 to as many as there are. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { bnspec } from '../../support/bnspec.ts';
import { filesUnder, read } from '../../support/repository-files.ts';

const files = ['.sh', '.yml'].flatMap((suffix) => filesUnder('spec/package/engines', suffix));
const all = [...files, 'spec/package/workflows/shards.yml'];
const page = read('spec/package/engines/README.md');

test.each(all)('%s is on the page that says which when', (file) => {
  expect(page).toContain(`](${file.replace('spec/package/engines/', '').replace('spec/package/', '../')})`);
});

describe.each(['check', 'merge'])('%s', (command) => {
  test('is given options that it has', async () => {
    const { stdout: help } = await bnspec(command, '--help');
    const calls = all.flatMap((file) => read(file).match(new RegExp(` ${command} .*--.*`, 'g')) ?? []);
    expect(calls.length).toBeGreaterThanOrEqual(4);
    for (const call of calls) {
      const [own] = call.split(' -- ');
      for (const [option] of own.matchAll(/--[a-z-]+/g)) expect(help).toContain(`  ${option} `);
    }
  });
});

test.each(files.filter((file) => file.endsWith('.sh')))('%s is a script that bash reads', (file) => {
  expect(spawnSync('bash', ['-n', file]).status).toBe(0);
});

test('parts are counted from 1, and as many as the engine starts', () => {
  const workflow = read('spec/package/workflows/shards.yml');
  const [, numbers = ''] = /shard: \[(.*)\]/.exec(workflow) ?? [];
  const count = /shard }}\/(\d+)/.exec(workflow)?.[1];
  expect(numbers.split(', ').map(Number)).toEqual(Array.from({ length: Number(count) }, (_, i) => i + 1));
  const manifest = read('spec/package/engines/kubernetes.yml');
  expect(/completions: (\d+)/.exec(manifest)?.[1]).toBe(/JOB_COMPLETION_INDEX \+ 1\)\)\/(\d+)/.exec(manifest)?.[1]);
});
