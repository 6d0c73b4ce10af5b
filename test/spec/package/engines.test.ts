/** The files that divide a long check give options that exist, and count parts from 1 to as many as there are. */
import { spawnSync } from 'node:child_process';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { bnspec } from '../../support/bnspec.ts';
import { kubernetesSchema } from '../../support/kubernetes-schema.ts';
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

describe('the Kubernetes manifest', () => {
  const validate = new Ajv2020({ allErrors: true }).compile(kubernetesSchema);
  const manifest = read('spec/package/engines/kubernetes.yml');
  const mistakesIn = (text: string): unknown[] =>
    parseAllDocuments(text).flatMap((document) => (validate(document.toJS()) ? [] : (validate.errors ?? [])));

  test('has the structure of its objects', () => {
    expect(mistakesIn(manifest)).toEqual([]);
    expect(parseAllDocuments(manifest).map((document) => document.get('kind'))).toEqual([
      'PersistentVolumeClaim',
      'Job',
      'Job',
    ]);
  });

  test.each([
    ['completions:', 'completion:'],
    ['completionMode: Indexed', 'completionMode: indexed'],
    ['restartPolicy: OnFailure', 'restartPolicy: Always'],
    ['backoffLimit: 32', "backoffLimit: '32'"],
    ['name: bnspec-shards', 'name: bnspec_shards'],
    ['memory: 1Gi', 'memory: 1GiB'],
    ['claimName: bnspec-run', 'claim: bnspec-run'],
    ['image: ', 'images: '],
  ])('would not have it with %j → %j', (right, wrong) => {
    expect(manifest).toContain(right);
    expect(mistakesIn(manifest.replace(right, wrong))).not.toEqual([]);
  });

  test('names only what it has: containers mount volumes of their pod, pods claim volumes of the file', () => {
    const all = parseAllDocuments(manifest).map((document) => document.toJS() as Manifest);
    const claims = all.flatMap(({ kind, metadata }) => (kind === 'PersistentVolumeClaim' ? [metadata.name] : []));
    for (const { spec } of all) {
      const { volumes = [], containers = [] } = spec.template?.spec ?? {};
      for (const { persistentVolumeClaim } of volumes) expect(claims).toContain(persistentVolumeClaim.claimName);
      const names = volumes.map(({ name }) => name);
      for (const mount of containers.flatMap(({ volumeMounts }) => volumeMounts)) expect(names).toContain(mount.name);
    }
  });
});

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template?: {
      readonly spec: {
        readonly volumes: { readonly name: string; readonly persistentVolumeClaim: { readonly claimName: string } }[];
        readonly containers: { readonly volumeMounts: { readonly name: string }[] }[];
      };
    };
  };
}
