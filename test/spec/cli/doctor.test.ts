/** The doctor: finds each fault that an adapter can have, blames nothing else, and leaves numbers to the clauses. */
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import fast from '../../../impl/fast/index.ts';
import { reference } from '../../../reference/oracle.ts';
import { examine, items, itemsFor } from '../../../spec/cli/doctor/examine.ts';
import { callsOfACheck } from '../../../spec/cli/doctor/forecast.ts';
import { Patient } from '../../../spec/cli/doctor/patient.ts';
import { remedyFor } from '../../../spec/cli/doctor/remedy.ts';
import { furtherOperations } from '../../../spec/terms/further-operations.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { spawnTarget } from '../../../spec/wire/process-target.ts';
import { CouldNotStart } from '../../../spec/wire/start-error.ts';
import { bnspec, moduleWith } from '../../support/bnspec.ts';
import { farSide, infer, temporaryFolder } from '../wire/misbehaving-adapters.ts';
import { lacksPython, python, pythonFolder } from '../wire/peers.ts';
import { echoing } from './echoing-adapters.ts';

test('an adapter that does not come up again has that to put right', async () => {
  const marker = JSON.stringify(join(temporaryFolder(), 'marker'));
  const far = echoing({
    start: `import { existsSync, writeFileSync } from 'node:fs'; if (existsSync(${marker})) process.exit(9);`,
    unknown: `writeFileSync(${marker}, ''); process.exit(1);`,
  });
  const found = await examine(new Patient(far, 5000), reference);
  const next = found.find(({ id }) => id === 'refusals')?.finding;
  expect(next).toMatchObject({
    state: 'wrong',
    says: expect.stringMatching(/did not start again: .*exited with code 9/),
  });
});

test('where the system starts no process, what needs one could not be asked, and nobody is blamed', async () => {
  const far = echoing({
    start: `import { rmSync } from 'node:fs'; rmSync(process.argv0);`,
    unknown: 'process.exit(1);',
  });
  const command = join(temporaryFolder(), 'program');
  symlinkSync(far.command, command);
  const found = await examine(new Patient({ command, args: far.args }, 5000), reference);
  const state = (id: string): unknown => found.find((each) => each.id === id)?.finding;
  for (const id of ['refusals', 'second', 'ending']) {
    expect(state(id)).toMatchObject({
      state: 'unknown',
      says: expect.stringMatching(/^could not be asked: .* cannot run /),
    });
  }
});

test('a crash has its own advice, whether by exit code or by signal', async () => {
  for (const ending of ['process.exit(5);', `process.kill(process.pid, 'SIGSEGV'); hang();`]) {
    const target = await spawnTarget(farSide({ infer: ending }));
    const outcome = await infer(target);
    await target.close();
    expect(outcome.status).toBe('crash');
    expect('message' in outcome && remedyFor(outcome.message)).toMatch(/^catch exceptions/);
  }
});

test('an adapter that does not start is no patient', async () => {
  const far = farSide({ start: `console.error('no module named torch'); process.exit(1);` });
  const examined = examine(new Patient(far, 5000), reference);
  await expect(examined).rejects.toThrow(CouldNotStart);
  await expect(examined).rejects.toThrow(/exited with code 1 .*no module named torch$/);
});

test('a check is forecast to make as many calls as it makes', () => {
  const readme = readFileSync('README.md', 'utf8');
  const [, made] = /^fast conforms, .*; (\d+) calls answered/m.exec(readme) ?? [];
  const further = furtherOperations.filter((operation) => fast[operation] !== undefined);
  const offered = [...operations, ...further, ...('layer' in fast ? (['layer'] as const) : [])];
  const expected = offered.reduce((sum, each) => sum + callsOfACheck[each], 0);
  expect(Math.abs(expected / Number(made) - 1)).toBeLessThan(0.1);
});

describe('the command', () => {
  const plain = new URL('../../../impl/plain/index.ts', import.meta.url).href;

  test('0: a healthy module, and a list of what was looked at', async () => {
    const { code, stdout } = await bnspec('doctor', 'impl/plain/index.ts');
    for (const { id } of items) expect(stdout).toMatch(new RegExp(`^ok    ${id} `, 'm'));
    expect(stdout).toMatch(/\nplain is healthy\n$/);
    expect(code).toBe(0);
  });

  test('0: a layer alone, which has items of its own', async () => {
    const { code, stdout } = await bnspec('doctor', 'impl/adapters/starters/my-layer.mjs');
    const found = [...stdout.matchAll(/^ok {4}(\S+) /gm)].map(([, id]) => id);
    expect(found).toEqual(itemsFor({ name: 'mine', operations: [], offersLayer: true }).map(({ id }) => id));
    expect(found).toContain('layer');
    expect(stdout).toMatch(/\nmine is healthy\n$/);
    expect(code).toBe(0);
  });

  test('0: wrong numbers are not its business', async () => {
    const path = moduleWith(
      `import plain from '${plain}';
       export default { name: 'odd', claims: plain.claims, inferForward(call) {
         const { y } = plain.inferForward(call);
         return { y: { ...y, data: y.data.map((value) => 2 * value + 1) } };
       } };`,
      'odd.ts',
    );
    const { code, stdout } = await bnspec('doctor', path);
    expect(stdout).toMatch(/^\? {5}-0 .*run bnspec check/m);
    expect(stdout).toMatch(/odd is healthy/);
    expect(code).toBe(0);
  });

  test.each([
    ['no gamma and beta', '!call.gamma && !call.beta', {}, { affine: 'none' }],
    ['a fixed epsilon', 'call.epsilon === 1e-3', {}, { epsilons: [1e-3] }],
    ['a fixed momentum', 'call.momentum === 0.9', {}, { momenta: [0.9] }],
    [
      'vectors of one type',
      `[call.gamma, call.beta, call.runningMean].every((t) => (t?.dtype ?? 'float32') === 'float32')`,
      { dtypes: ['float16'] },
      { parameterDtypes: ['float32'], ownParameters: false },
    ],
  ])(
    'a target with %s learns the claim that says so, and is healthy with it',
    async (_, supported, stated, missing) => {
      const examined = (claims: object): ReturnType<typeof bnspec> => {
        const path = moduleWith(
          `import plain from '${plain}';
         export default { name: 'narrow', claims: ${JSON.stringify({ ranks: [2], ...claims })}, trainForward(call) {
           if (${supported}) return plain.trainForward(call);
           throw Object.assign(new Error('not supported'), { name: 'Unsupported' });
         } };`,
          'narrow.ts',
        );
        return bnspec('doctor', path);
      };
      const without = await examined(stated);
      expect(without.stdout).toMatch(/^WRONG answers /m);
      expect(without.stdout).toContain(`→ claim ${JSON.stringify(missing)} if that is all it supports`);
      const { code, stdout } = await examined({ ...stated, ...missing });
      expect(stdout).toMatch(/narrow is healthy/);
      expect(code).toBe(0);
    },
  );

  test('1: values in another order, with what to do', async () => {
    const path = moduleWith(
      `import plain from '${plain}';
       export default { name: 'odd', claims: plain.claims, inferForward(call) {
         const { y } = plain.inferForward(call);
         const [n, ...rest] = y.shape;
         const columns = rest.reduce((a, b) => a * b);
         return { y: { ...y, data: y.data.map((_, i) => y.data[(i % n) * columns + Math.floor(i / n)]) } };
       } };`,
      'odd.ts',
    );
    const { code, stdout } = await bnspec('doctor', path);
    expect(stdout).toMatch(
      /^WRONG answers .*: the values of y are right but in the wrong order\n +→ tensors are row-major/m,
    );
    expect(stdout).toMatch(/odd has 1 problem to fix; \d+ items were skipped until that is fixed\n$/);
    expect(code).toBe(1);
  });

  test.each([
    ['2: nothing to examine', ['doctor'], 2, /expected a module or "-- COMMAND"/],
    ['2: two things to examine', ['doctor', 'impl/plain/index.ts', '--', 'true'], 2, /and not both/],
    ['2: no command', ['doctor', '--'], 2, /expected a command after "--"/],
    ['2: no such module', ['doctor', 'no/such.ts'], 2, /there is no module "no\/such\.ts"/],
    ['3: what does not start', ['doctor', '--', 'true'], 3, /true could not start: exited with code 0/],
  ])('%s', async (_, args, expected, message) => {
    const { code, stdout, stderr } = await bnspec(...args);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test.skipIf(lacksPython('numpy'))('0: the numpy adapter', async () => {
    const { code, stdout } = await bnspec('doctor', '--', python, join(pythonFolder, 'numpy_tutorial.py'));
    expect(stdout).toMatch(/numpy-tutorial is healthy/);
    expect(code).toBe(0);
  });
});
