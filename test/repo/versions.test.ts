/** The four versions: each is written where spec/README.md says, and once, or alike wherever it must stand twice. */
import { expect, test } from 'vitest';
import plain from '../../impl/plain/index.ts';
import { fixturesVersion } from '../../fixtures/schema.ts';
import { reference } from '../../reference/oracle.ts';
import { run } from '../../spec/check/run.ts';
import { specVersion, suiteVersion } from '../../spec/check/version.ts';
import { clauses } from '../../spec/clauses/index.ts';
import { resolveClaims } from '../../spec/terms/profiles.ts';
import { targetOf } from '../../spec/wire/in-process.ts';
import { protocolVersion } from '../../spec/wire/requests-and-answers.ts';
import { filesUnder, read } from '../support/repository-files.ts';

const [, section] = /## Four versions\n([^]*?)\n## /.exec(read('spec/README.md')) ?? [];
const rows = section
  .trim()
  .split('\n')
  .slice(2)
  .map((row) => row.split('|').map((cell) => cell.trim()));
const rowOf = (name: string): string[] => rows.find(([, version]) => version === name) ?? [];
/** `name` in `file`, as the second column says. */
const placeOf = (name: string): [string, string] => {
  const [, identifier, file] = /^`(\w+)` in `([^`]+)`/.exec(rowOf(name)[2]) ?? [];
  return [identifier, file];
};

test('the table has all four', () => {
  expect(rows.map(([, version]) => version)).toEqual(['suite', 'specification', 'fixtures', 'wire protocol']);
});

test('the package for Python has the version of the suite, and its licence', () => {
  expect(read('impl/adapters/python/LICENSE')).toBe(read('LICENSE'));
  // Python writes 1.0.0rc1 for 1.0.0-rc.1.
  expect(read('impl/adapters/python/pyproject.toml')).toContain(`\nversion = "${suiteVersion.replace('-rc.', 'rc')}"\n`);
});

test('each is written where the table says', () => {
  const [key, manifest] = placeOf('suite');
  expect((JSON.parse(read(manifest)) as Record<string, string>)[key]).toBe(suiteVersion);
  for (const [name, value] of [
    ['specification', specVersion],
    ['fixtures', fixturesVersion],
    ['wire protocol', protocolVersion],
  ]) {
    const [identifier, file] = placeOf(name);
    expect(read(file)).toContain(`export const ${identifier} = '${value}'`);
  }
});

test('the golden files are of the version that the code names', () => {
  const indices = filesUnder('fixtures/golden', '.json').filter((file) => !file.endsWith('.schema.json'));
  expect(indices.length).toBeGreaterThan(5);
  for (const file of indices) expect(read(file)).toContain(`"version": "${fixturesVersion}"`);
});

test('the sides in other languages speak the same protocol', () => {
  expect(read('impl/adapters/python/bnspec.py')).toContain(`"bnspec": "${protocolVersion}"`);
  expect(read('impl/adapters/cpp/bnspec.hpp')).toContain(`{"bnspec", "${protocolVersion}"}`);
  for (const file of ['c/bnspec.h', 'rust/bnspec.rs']) {
    expect(read(`impl/adapters/${file}`)).toContain(String.raw`\"bnspec\":\"${protocolVersion}\"`);
  }
});

test('a report shows three of them in the fields of the table, and its requests the fourth', async () => {
  const report = await run(targetOf({ ...plain, trainForward: ({ x }) => ({ y: x }) }), {
    reference,
    claims: resolveClaims(plain.claims),
    required: 'stable',
    seed: 1,
    runs: 4,
    clauses: clauses.filter(({ id }) => id === 'BN-5.1'),
    command: 'plain',
  });
  const fields = rows.slice(0, 3).map((row) => /^`suite\.(\w+)`$/.exec(row[4])?.[1] ?? '');
  expect(Object.keys(report.suite).toSorted()).toEqual(fields.toSorted());
  expect(report.suite).toMatchObject({ version: suiteVersion, spec: specVersion, fixtures: 'none' });
  const [request] = report.clauses[0].counterexample?.requests ?? [];
  expect(rowOf('wire protocol')[4]).toContain('`requests`');
  expect(Buffer.from(request, 'base64').toString('latin1')).toContain(`"bnspec":"${protocolVersion}"`);
});
