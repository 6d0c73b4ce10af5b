/** Damaged files and tokens on the command line: an answer or one line, and the exit code that says which. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatReplay, globToRegExp, parseReplay } from '../../../spec/check/clause-patterns-and-replay-tokens.ts';
import { UsageError } from '../../../spec/cli/errors.ts';
import { readKnownFailures } from '../../../spec/cli/read-known-failures.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { encodeRequest } from '../../../spec/wire/requests-and-answers.ts';
import { bnspec, temporaryFolder } from '../../support/bnspec.ts';
import { damaged, oneOf } from '../../support/damage.ts';
import { fuzzRandom, mutants, Watch } from '../../support/fuzz.ts';

const limits = { timeout: 1_200_000 };

test(`${mutants} damaged request files for eval`, limits, async () => {
  const x = tensor('float32', [2, 3], [1, 2, 3, 4, 5, 6]);
  const gamma = tensor('float32', [3], [1, 2, 3]);
  const request = encodeRequest('trainForward', { x, gamma, epsilon: 1e-5, momentum: 0.1, axis: 1 }, '1');
  const file = join(temporaryFolder(), 'request.safetensors');
  writeFileSync(file, request);
  expect(await bnspec('eval', file)).toMatchObject({ code: 0 });
  const [random, watch] = [fuzzRandom(), new Watch()];
  const codes = new Map<number | null, number>();
  for (let n = 0; n < mutants; n++) {
    const bytes = damaged(random, 'frame', request);
    writeFileSync(file, bytes);
    const { code, stdout, stderr } = await watch.over(`mutant ${n}`, bytes.length, () => bnspec('eval', file));
    codes.set(code, (codes.get(code) ?? 0) + 1);
    if (code === 0 ? stderr !== '' : code !== 2 || stdout !== '' || !/^bnspec: [^\n]+\n$/.test(stderr)) {
      expect.fail(`mutant ${n}: ${code} ${stderr.slice(0, 500)}`);
    }
  }
  expect(codes.get(2)).toBeGreaterThan(mutants / 3);
  expect(watch.tooMuchMemory()).toBeUndefined();
});

test(`${mutants} damaged lists of known failures`, limits, () => {
  const list = [
    { clause: 'BN-3.*', reason: 'the variance is unbiased', thread: 'https://example.org/1' },
    { clause: '*2.1', reason: 'known since long ago' },
  ];
  const file = join(temporaryFolder(), 'expected.json');
  const [random, watch] = [fuzzRandom(), new Watch()];
  for (let n = 0; n < mutants; n++) {
    const bytes = damaged(random, 'text', Buffer.from(JSON.stringify(list)));
    writeFileSync(file, bytes);
    watch.over(`mutant ${n}`, bytes.length, () => {
      try {
        readKnownFailures(file, clauses);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        if (!/^[^\n]{1,1000}$/.test(error.message)) expect.fail(`mutant ${n}: ${error.message.slice(0, 300)}`);
      }
    });
  }
  expect(watch.tooMuchMemory()).toBeUndefined();
});

test(`${mutants} damaged tokens and patterns`, limits, () => {
  const [random, watch] = [fuzzRandom(), new Watch()];
  const parts = [
    'BN-3.2',
    'FX.train_forward',
    'BN-3',
    '0',
    '-1',
    '42',
    '1e9',
    '9007199254740993',
    '9'.repeat(400),
    '1:2',
  ];
  const joints = ['/', ':', '', '//', '/\n', '*', '0:'.repeat(2000), '*'.repeat(500), '*-*.'.repeat(20)];
  for (let n = 0; n < mutants; n++) {
    const length = 1 + Math.floor(random.uniform() * 5);
    const made = Array.from({ length }, () => oneOf(random, parts) + oneOf(random, joints)).join('');
    const token = random.uniform() < 0.5 ? made : damaged(random, 'text', Buffer.from('BN-3.2/42#17/0:1:1')).toString();
    watch.over(`mutant ${n}`, token.length, () => {
      for (const { id } of clauses) globToRegExp(token).test(id);
      try {
        const replay = parseReplay(token);
        expect(Number.isSafeInteger(replay.seed)).toBe(true);
        expect(replay.path.split(':').every((step) => !(Number(step) > 1e6))).toBe(true);
        expect(parseReplay(formatReplay(replay))).toEqual(replay);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        if (!/^"--replay" expected [^\n]{1,500}$/.test(error.message)) expect.fail(error.message.slice(0, 400));
      }
    });
  }
  expect(watch.tooMuchMemory()).toBeUndefined();
});
