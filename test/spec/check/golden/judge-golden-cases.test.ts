/** `bnspec check --fixtures`: the golden cases first, reported like clauses. */
import { describe, expect, test } from 'vitest';
import { fixturesVersion } from '../../../../fixtures/schema.ts';
import plain from '../../../../impl/plain/index.ts';
import { applicable } from '../../../../spec/check/golden/applicable.ts';
import { smokeEntries } from '../../../../spec/check/golden/judge-golden-cases.ts';
import { run } from '../../../../spec/check/run.ts';
import { exitCodeOf } from '../../../../spec/report/exit-code.ts';
import { clauses } from '../../../../spec/clauses/index.ts';
import type { Claims } from '../../../../spec/terms/contract.ts';
import { dtypes } from '../../../../spec/terms/dtype.ts';
import { operations } from '../../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';
import { decodeRequest } from '../../../../spec/wire/requests-and-answers.ts';
import { CannotGoOn } from '../../../../spec/wire/start-error.ts';
import { bnspec } from '../../../support/bnspec.ts';
import { checkJson, optionsFor, set } from './run-committed-set.ts';

test('the built-in implementation conforms, and the report names the set', async () => {
  const { report, code } = await checkJson('--clause', 'FX.*', 'fast');
  expect(report.clauses.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['FX.train_forward', 'pass'],
    ['FX.infer_forward', 'pass'],
    ['FX.train_backward', 'pass'],
    ['FX.infer_backward', 'pass'],
    ['FX.saved_backward', 'pass'],
  ]);
  expect(report.suite.fixtures).toBe(fixturesVersion);
  expect(code).toBe(0);
});

test('golden cases come before the clauses, and only where they are asked for', async () => {
  const report = await run(targetOf(plain), optionsFor(plain, { clauses: clauses.slice(0, 1) }));
  expect(report.clauses.map(({ id }) => id)).toEqual([...smokeEntries.map(({ id }) => id), clauses[0].id]);
  const { golden: _, ...without } = optionsFor(plain, { clauses: clauses.slice(0, 1) });
  const { suite, clauses: reports } = await run(targetOf(plain), without);
  expect([suite.fixtures, reports.length]).toEqual(['none', 1]);
});

test('a wrong one fails with a case that replays', async () => {
  const { report, code } = await checkJson('--clause', 'FX.*', 'mutant/BW03');
  expect([code, report.verdict]).toEqual([1, 'fails']);
  const failed = report.clauses.filter(({ verdict }) => verdict === 'fail');
  expect(failed.map(({ id }) => id)).toEqual(['FX.train_backward', 'FX.saved_backward']);
  const [{ message, counterexample, replay = '', worst }] = failed;
  expect(message).toMatch(
    /^golden case train_backward\/basic-pair \(.*\): dx exceeds the error bound of grade `stable`$/,
  );
  expect(worst).toMatchObject({ output: 'dx' });
  const [request] = counterexample?.requests ?? [];
  expect(decodeRequest(Buffer.from(request, 'base64')).op).toBe('trainBackward');
  expect(counterexample).toMatchObject({ output: 'dx', index: [0, 0], expected: -3, dtype: 'float32' });
  expect(report.diagnosis[0].id).toBe('BW03');

  const again = await bnspec('check', '--replay', replay, 'mutant/BW03');
  expect(again.stdout).toContain(`again     npx tsx spec/cli.ts check --replay ${replay} mutant/BW03`);
  expect(again.code).toBe(1);
  expect((await bnspec('check', '--replay', replay, 'plain')).code).toBe(0);
});

describe('claims decide which cases are run', () => {
  const described = (claims: Partial<Claims>): string[] =>
    set.fixtures
      .filter((fixture) => applicable(fixture, { ...resolveClaims(plain.claims), ...claims }))
      .map(({ operation, call }) => {
        const { x, axis } = call;
        const affine = 'gamma' in call && 'beta' in call;
        const single = x.data.length === x.shape[axis];
        return [operation, x.dtype, `rank${x.shape.length}`, `axis${axis}`, affine, single].join(' ');
      });
  const every = { dtypes, parameterDtypes: dtypes };

  test.each([
    [{ dtypes: ['float16'] }, / (bfloat16|float32|float64) /],
    [{ ranks: [4] }, / rank[235] /],
    [{ channelAxis: 'first' }, / axis[0234] /],
    [{ channelAxis: 'last' }, / (rank3 axis[01]|rank4 axis[012]|rank5 axis[0123]) /],
    [{ affine: 'required' }, /^(train|infer)\S+ .* false (true|false)$/],
    [{ singleValue: 'rejected' }, /^train.* true$/],
  ] as const)('%j', (claims, excluded) => {
    const some = described({ ...every, ...claims });
    expect(some.length).toBeGreaterThan(20);
    expect(described(every).some((each) => excluded.test(each))).toBe(true);
    expect(some.filter((each) => excluded.test(each))).toEqual([]);
  });

  test('other conventions, other recorded answers', async () => {
    const onnx = resolveClaims(plain.claims, 'onnx');
    const report = await run(targetOf(plain), optionsFor({ ...plain, claims: onnx }));
    const { verdict, message } = report.clauses[0];
    expect([verdict, message]).toEqual(['fail', expect.stringMatching(/golden case train_forward\/hard-old-biased/)]);
  });
});

test('an operation that is not offered is not applicable; nothing offered, nothing ran', async () => {
  const four = operations.filter((operation) => operation !== 'trainBackward');
  const report = await run({ ...targetOf(plain), operations: four }, optionsFor(plain));
  expect(report.clauses.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'not-applicable', 'pass', 'pass']);
  expect(report.clauses[2].message).toBe('train_backward not offered');
  const nothing = await run({ ...targetOf(plain), operations: [] }, optionsFor(plain));
  expect(exitCodeOf(nothing)).toBe(5);
});

test('a target that gives up leaves everything not judged: exit code 4', async () => {
  const target = targetOf(plain);
  let left = 100;
  const report = await run(
    {
      ...target,
      call: (operation, call) => {
        if (left-- > 0) return target.call(operation, call);
        throw new CannotGoOn('crashed too often');
      },
    },
    optionsFor(plain, { clauses: clauses.slice(0, 1) }),
  );
  expect(report.clauses.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 6 }, () => 'error'));
  expect(report.clauses[0].message).toBe('not judged: crashed too often');
  expect(exitCodeOf(report)).toBe(4);
});

test('an interrupted run reports what it has', async () => {
  const abort = new AbortController();
  abort.abort();
  const report = await run(targetOf(plain), optionsFor(plain, { signal: abort.signal }));
  expect(report.clauses.map(({ verdict }) => verdict)).toEqual(operations.map(() => 'error'));
});

test('tokens and globs that fit nothing are mistakes in the command line', async () => {
  expect((await bnspec('check', '--replay', 'FX.nonsense/1/hard', 'plain')).code).toBe(2);
  expect((await bnspec('check', '--clause', 'FX.*', 'plain')).code).toBe(2);
  expect((await bnspec('check', '--fixtures', '--clause', 'FY.*', 'plain')).code).toBe(2);
});
