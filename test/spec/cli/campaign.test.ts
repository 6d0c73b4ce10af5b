/** `campaign`: several targets from one file, in one go, in parts or after an interruption, with the same report. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { casesOf } from '../../../spec/check/trial/blocks.ts';
import { readCampaign } from '../../../spec/cli/campaign/campaign-file.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { bnspec, temporaryFolder } from '../../support/bnspec.ts';

const file = (content: unknown): string => {
  const path = join(temporaryFolder(), 'campaign.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};

const two = {
  runs: 3,
  targets: [
    { name: 'plain', target: 'plain', clauses: ['BN-7.*', 'BN-12.1'] },
    { name: 'wrong', target: 'mutant/ST01', clauses: ['BN-3.2', 'BN-7.1'], runs: 600 },
  ],
};

interface Told {
  readonly cases: number;
  readonly speed?: readonly { readonly name: string; readonly cases: number }[];
  readonly targets: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly cases: number;
    readonly largest: readonly { readonly operation: string; readonly output: string; readonly requests: string[] }[];
    readonly counterexamples: readonly Readonly<Record<'clause' | 'form' | 'diagnosis', string> & { met: number }>[];
    readonly coverage?: {
      readonly clauses: readonly Readonly<Record<'pairs' | 'met' | 'fewest', number> & { id: string }>[];
      readonly pairs: readonly unknown[];
    };
  }[];
}

const read = (path: string): string => readFileSync(path, 'utf8');

test('in one go or in parts, the report is the same: as JSON, Markdown and a page', async () => {
  const path = file(two);
  const folder = temporaryFolder();
  const reports = (name: string): string[] =>
    ['json', 'markdown', 'html'].map((kind) => join(folder, `${name}.${kind}`));
  const asked = (name: string): string[] =>
    ['json', 'markdown', 'html'].flatMap((kind) => [`--${kind}`, join(folder, `${name}.${kind}`)]);
  expect(await bnspec('campaign', path, '--resume', join(folder, 'a'), ...asked('one'))).toMatchObject({ code: 0 });
  for (const part of ['2/2', '1/2']) {
    expect(await bnspec('campaign', path, '--resume', join(folder, 'b'), '--shard', part)).toMatchObject({ code: 0 });
  }
  const { code, stdout } = await bnspec('campaign', path, '--resume', join(folder, 'b'), ...asked('other'));
  expect(code).toBe(0);
  expect(reports('other').map(read)).toEqual(reports('one').map(read));

  const [json, markdown, html] = reports('one').map(read);
  const { targets, cases } = JSON.parse(json) as Told;
  expect(targets.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['plain', 'conforms'],
    ['wrong', 'fails'],
  ]);
  expect(cases).toBe(targets[0].cases + targets[1].cases);
  // Every block finds the same.
  expect(targets[1].counterexamples).toEqual([
    expect.objectContaining({
      clause: 'BN-3.2',
      met: 3,
      diagnosis: 'ST01a',
      form: 'train_forward: variance (float32) is off',
    }),
  ]);
  expect(stdout).toBe(markdown);
  expect(markdown).toMatch(/\| wrong \| .* \| does not conform, /);
  expect(markdown).toContain('- BN-3.2, met in 3 blocks: ');
  expect(markdown).toMatch(/\| BN-7\.1 \| 3 ✓ \| 600 ✓ \|/);
  expect(html).toMatch(/BN-3\.2<\/span>\s+train_forward: variance \(float32\) is off/);
  expect(html).toContain('default-src &#39;none&#39;');
});

test('the largest K of each output has its input, y of training and of inference apart, and pairs of aspects are counted', async () => {
  const path = file({
    runs: 20,
    targets: [{ name: 'plain', target: 'plain', clauses: ['BN-12.1', 'BN-12.2', 'BN-12.6', 'BN-14.2'] }],
  });
  const json = join(temporaryFolder(), 'report.json');
  await bnspec('campaign', path, '--resume', temporaryFolder(), '--json', json);
  const [{ largest, coverage }] = (JSON.parse(read(json)) as Told).targets;
  expect(largest.map(({ operation, output }) => `${operation} ${output}`)).toEqual([
    'trainForward y',
    'trainForward mean',
    'trainForward variance',
    'trainForward invStd',
    'inferForward y',
  ]);
  for (const { requests } of largest) expect(requests[0].length).toBeGreaterThan(100);
  expect(coverage?.clauses).toEqual([{ id: 'BN-14.2', pairs: 3479, met: 3479, fewest: expect.any(Number) as number }]);
  expect(coverage?.clauses[0].fewest).toBeGreaterThan(0);
  expect(coverage?.pairs).toHaveLength((12 * 11) / 2);
});

test('--so-far judges nothing, and says that it is not all; --speed adds what no two runs have alike', async () => {
  const path = file(two);
  const folder = temporaryFolder();
  const [kept, json] = [join(folder, 'kept'), join(folder, 'report.json')];
  await bnspec('campaign', path, '--resume', kept, '--shard', '1/2');
  const { code, stdout } = await bnspec('campaign', path, '--resume', kept, '--so-far', '--speed', '--json', json);
  expect(code).toBe(4);
  expect(stdout).toMatch(/nothing more was judged after \d+ of \d+ blocks/);
  const { cases, speed } = JSON.parse(read(json)) as Told;
  expect(cases).toBeGreaterThan(0);
  expect(speed?.map(({ name }) => name)).toEqual(['plain', 'wrong']);
  expect(speed?.reduce((sum, each) => sum + each.cases, 0)).toBe(cases);
  expect((await bnspec('campaign', path, '--resume', kept, '--json', json)).code).toBe(0);
  expect((JSON.parse(read(json)) as Told).speed).toBeUndefined();
});

test('the file to copy asks for two million cases, and is one', () => {
  const { runs, targets } = readCampaign('spec/package/engines/campaign.json');
  const cases = clauses.reduce((sum, each) => sum + casesOf(each, runs), 0) * targets.length;
  expect(cases).toBeGreaterThan(2_000_000);
});

test.each([
  [{ runs: 1 }, '"targets"'],
  [{ runs: 1, targets: [{ name: 'a' }] }, 'either target or command'],
  [{ runs: 1, targets: [{ name: '../a', target: 'plain' }] }, 'letters, digits'],
])('a file that is wrong, %j: 2', async (content, says) => {
  const { code, stderr } = await bnspec('campaign', file(content), '--resume', temporaryFolder());
  expect(stderr).toContain(says);
  expect(code).toBe(2);
});
