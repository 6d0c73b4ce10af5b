/** `--cases`: the inputs of counterexamples as files that `eval` reads; what is not ours in the folder stays. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { counterexampleFiles } from '../../../spec/report/case-files.ts';
import type { Report } from '../../../spec/report/report.ts';
import { decodeRequest } from '../../../spec/wire/requests-and-answers.ts';
import { bnspec, temporaryFolder } from '../../support/bnspec.ts';
import { reportOn } from './sample-reports.ts';

const check = (folder: string, ...words: string[]): ReturnType<typeof bnspec> =>
  bnspec('check', ...words, '--runs', '5', '--cases', folder);

describe('of a wrong implementation', () => {
  let folder: string;
  let report: Report;
  let stdout: string;
  beforeAll(async () => {
    folder = join(temporaryFolder(), 'new', 'cases');
    const json = join(temporaryFolder(), 'report.json');
    ({ stdout } = await check(folder, 'mutant/ST01', '--clause', 'BN-3.*,BN-6.6,BN-11.5', '--json', json));
    report = JSON.parse(readFileSync(json, 'utf8')) as Report;
  });

  test('there is a file for each call of each counterexample, named for the clause', () => {
    const names = report.clauses.flatMap(({ id, counterexample }) => {
      const length = counterexample?.requests.length ?? 0;
      return length === 1 ? [`${id}.safetensors`] : Array.from({ length }, (_, i) => `${id}-${i + 1}.safetensors`);
    });
    expect(names.length).toBeGreaterThan(3);
    expect(readdirSync(folder).toSorted()).toEqual(names.toSorted());
    for (const { name, bytes } of counterexampleFiles(report)) expect(readFileSync(join(folder, name))).toEqual(bytes);
  });

  test('the report names them', () => {
    expect(stdout).toContain(`input     ${join(folder, 'BN-')}`);
    expect(stdout).toContain(`in ${folder} are ${readdirSync(folder).length} request files`);
  });

  test('eval reads each', async () => {
    for (const name of readdirSync(folder)) {
      expect(await bnspec('eval', join(folder, name))).toMatchObject({ code: 0, stderr: '' });
    }
  });

  test('a later check removes them, and leaves what it did not write', async () => {
    const { code } = await check(folder, 'plain', '--clause', 'BN-7.1');
    expect([code, readdirSync(folder)]).toEqual([0, []]);
    writeFileSync(join(folder, 'BN-3.2.safetensors'), 'of an earlier run');
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    const refused = await check(folder, 'plain', '--clause', 'BN-7.1');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toBe(
      `bnspec: "--cases" expected a folder that is new, empty or written by it: "${folder}" has "notes.txt"\n`,
    );
    expect(readdirSync(folder)).toEqual(['BN-3.2.safetensors', 'notes.txt']);
  });
});

test('a folder that cannot be made is a mistake in the command, and nothing runs', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  for (const folder of [file, join(file, 'below')]) {
    const { code, stdout, stderr } = await check(folder, 'plain', '--clause', 'BN-7.1');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^bnspec: cannot write ".*": .*\n$/);
  }
});

test('a request says which conventions its exact answer follows', async () => {
  const conventions = { momentumWeights: 'old', runningVariance: 'biased' } as const;
  const { claims: _, ...rest } = implementationOf('other', {}, conventions);
  const wrong = {
    ...rest,
    claims: conventions,
    trainForward: async (call: Parameters<NonNullable<typeof rest.trainForward>>[0]) => {
      const { runningMean, ...others } = await rest.trainForward(call);
      return {
        ...others,
        ...(runningMean && { runningMean: { ...runningMean, data: runningMean.data.map((v) => v + 1) } }),
      };
    },
  };
  const files = counterexampleFiles(await reportOn(wrong, ['BN-6.1', 'BN-6.2'], 5));
  expect(files.length).toBeGreaterThan(0);
  for (const { bytes } of files) {
    const { metadata } = decodeRequest(bytes);
    expect([metadata.get('momentum_weights'), metadata.get('running_variance')]).toEqual(['old', 'biased']);
  }
});
