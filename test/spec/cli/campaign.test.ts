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

test('in one go or in parts, the report is the same: cases, largest K, and each kind of counterexample once', async () => {
  const path = file(two);
  const folder = temporaryFolder();
  const [one, other] = [join(folder, 'one.json'), join(folder, 'other.json')];
  expect(await bnspec('campaign', path, '--resume', join(folder, 'a'), '--json', one)).toMatchObject({ code: 0 });
  for (const part of ['2/2', '1/2']) {
    expect(await bnspec('campaign', path, '--resume', join(folder, 'b'), '--shard', part)).toMatchObject({ code: 0 });
  }
  const { code, stdout } = await bnspec('campaign', path, '--resume', join(folder, 'b'), '--json', other);
  expect(code).toBe(0);
  expect(readFileSync(other, 'utf8')).toBe(readFileSync(one, 'utf8'));
  const { targets } = JSON.parse(readFileSync(one, 'utf8')) as {
    targets: { name: string; verdict: string; largest: unknown[]; kinds: { clause: string; met: number }[] }[];
  };
  expect(targets.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['plain', 'conforms'],
    ['wrong', 'fails'],
  ]);
  expect(targets[0].largest).toEqual([expect.objectContaining({ clause: 'BN-12.1' })]);
  // Every block finds the same.
  expect(targets[1].kinds).toEqual([expect.objectContaining({ clause: 'BN-3.2', met: 3 })]);
  expect(stdout).toMatch(/\| wrong \| .* \| fails \|/);
  expect(stdout).toContain('- BN-3.2, in 3 blocks: ');
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
