/** `check --jobs` on processes: the report is the same for any number, whatever goes wrong. */
import { expect, test } from 'vitest';
import { goldenFolder } from '../../../fixtures/golden-set.ts';
import { folderAt, readFixtures } from '../../../fixtures/files-to-cases.ts';
import plain from '../../../impl/plain/index.ts';
import { applicable } from '../../../spec/check/golden/applicable.ts';
import { smokeEntries } from '../../../spec/check/golden/judge-golden-cases.ts';
import { clauses as all } from '../../../spec/clauses/index.ts';
import { restartBudget } from '../../../spec/check/restart-limit.ts';
import { exitCodeOf } from '../../../spec/report/exit-code.ts';
import type { Report } from '../../../spec/report/report.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { farSide } from '../wire/misbehaving-adapters.ts';
import { module, reportsOf, shared } from './shared-run.ts';

test('a module that conforms: the same report for 1, 2 and 3 jobs', async () => {
  const [one, ...others] = await reportsOf(['--clause', 'BN-*.1,BN-13.12', module('')]);
  expect(one.code).toBe(0);
  expect((JSON.parse(one.json) as Report).clauses.length).toBeGreaterThan(8);
  for (const other of others) expect(other).toEqual(one);
});

test('an adapter that does everything wrong: the same report for 1, 2 and 3 jobs', { timeout: 480_000 }, async () => {
  const offered = ['train_forward', 'infer_forward', 'train_backward', 'infer_backward'];
  const { command, args } = farSide({
    hello: `send(hello(request, { operations: '${offered.join(' ')}' }));`,
    train: `console.error('call', request.id); send(echo(request, tensors, data));`,
    infer: `console.error('bad luck'); process.exit(3);`,
    unknown: `({
      train_backward: () => hang(),
      infer_backward: () => send(good({ ...request, id: '0' })),
    })[request.op]();`,
  });
  const [one, ...others] = await reportsOf(['--clause', 'BN-*.1', '--timeout', '1000', '--', command, ...args]);
  expect(one.code).toBe(1);
  const messages = (JSON.parse(one.json) as Report).clauses.map(({ message }) => message).join('\n');
  expect(messages).toMatch(/y exceeds the error bound/);
  expect(messages).toMatch(/crash: exited with code 3 before it answered; stderr ends with\nbad luck/);
  expect(messages).toMatch(/timeout: no complete answer within 1000 ms/);
  expect(messages).toMatch(/protocol-error: "id" expected that of the request, got another/);
  for (const other of others) expect(other).toEqual(one);
});

/** BNSPEC_CALLS=all tries each with 1, 2 and 3 jobs; otherwise they take turns with 2 and 3. */
const everyNumber = process.env['BNSPEC_CALLS'] === 'all' ? ['1', '2', '3'] : undefined;

/** None of them remembers a call: then nothing depends on which process was asked. */
const wrong: readonly [string, string, () => string[]][] = [
  [
    'scales y',
    '3',
    () => [
      module(`trainForward(call) { const { y, ...more } = plain.trainForward(call);
    return { ...more, y: { ...y, data: y.data.map((value) => 1.01 * value) } }; }`),
    ],
  ],
  [
    'throws for images',
    '2',
    () => [
      module(`inferForward(call) {
    if (call.x.shape.length === 4) throw new TypeError('no images'); return plain.inferForward(call); }`),
    ],
  ],
  [
    'turns dgamma round',
    '3',
    () => [
      module(`trainBackward(call) { const { dgamma, ...more } = plain.trainBackward(call);
    return { ...more, ...(dgamma && { dgamma: { ...dgamma, data: dgamma.data.toReversed() } }) }; }`),
    ],
  ],
  [
    'is a program that is wrong beyond two channels and dies of seven',
    '2',
    () => {
      const { command, args } = farSide({
        hello: `send(hello(request, { claims: '{"dtypes":["float32"],"parameterDtypes":[]}' }));`,
        infer: `const channels = tensors.x.shape[request.axis];
        if (channels === 7) process.exit(3);
        send(channels > 2 ? echo(request, tensors, data) : good(request));`,
      });
      return ['--', command, ...args];
    },
  ],
];

test.each(wrong)(
  'all clauses on a target that %s: the same report for 1 job and for %s',
  { timeout: 900_000 },
  async (_, many, target) => {
    const [one, ...others] = await reportsOf(target(), everyNumber ?? ['1', many]);
    expect(one.code).toBe(1);
    const { clauses } = JSON.parse(one.json) as Report;
    expect(clauses.length).toBe(all.length);
    expect(clauses.filter(({ verdict }) => verdict === 'fail').length).toBeGreaterThan(1);
    for (const other of others) expect(other).toEqual(one);
  },
);

test('golden cases draw on the same budget, and may spend it alone', async () => {
  const set = readFixtures(folderAt(goldenFolder()));
  const claims = resolveClaims(plain.claims);
  const fixtures = set.fixtures.filter((each) => each.operation === 'inferForward' && applicable(each, claims));
  // Of 250, 245 are spent on the golden cases: the first clause that makes two calls is the last.
  const golden = { set: { ...set, fixtures: fixtures.slice(0, 49) }, entries: smokeEntries };
  const [one, ...others] = await Promise.all([1, 2, 3].map((count) => shared(count, 5, golden)));
  const judged = one.clauses.filter(({ verdict }) => verdict !== 'error');
  expect(judged.map(({ id }) => id)).toEqual(expect.arrayContaining(['FX.infer_forward', 'BN-7.1']));
  expect(one.clauses.at(-1)?.message).toMatch(/^not judged: the adapter had to be restarted more than 250 times/);
  for (const other of others) expect(other).toEqual(one);

  const spent = await shared(2, restartBudget, golden);
  expect(spent.clauses.find(({ id }) => id === 'BN-7.1')?.message).toMatch(
    /^not judged: the adapter had to be restarted/,
  );
  expect(exitCodeOf(spent)).toBe(1);
});
