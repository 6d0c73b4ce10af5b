/** A check as a list of tests, whatever runs them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import plain from '../../../impl/plain/index.ts';
import { check } from '../../../spec/package/check.ts';
import { Conformance } from '../../../spec/package/conformance.ts';
import type { CheckOptions, TargetLike } from '../../../spec/package/options.ts';
import type { Implementation, TrainForward } from '../../../spec/terms/contract.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** To look through all known mistakes takes longer than these checks. */
vi.mock('../../../impl/mutants/_catalogue.ts', async (load) => {
  const { EP01a, ST01a } = (await load<{ catalogue: Record<string, unknown> }>()).catalogue;
  return { catalogue: { EP01a, ST01a } };
});

const few = { clauses: ['BN-3.*', 'BN-4.*'], runs: 5 } as const;

/** Its y is too large by a thousandth. */
const wrong: Implementation = {
  ...plain,
  name: 'wrong',
  async trainForward(call: TrainForward) {
    const result = await (plain.trainForward as NonNullable<Implementation['trainForward']>)(call);
    return { ...result, y: { ...result.y, data: Float32Array.from(valuesOf(result.y), (value) => value * 1.001) } };
  },
};

const open: Conformance[] = [];
afterEach(async () => {
  for (const suite of open.splice(0)) await suite.close();
});

function suiteOf(target: TargetLike, options: CheckOptions = few): Conformance {
  const suite = new Conformance(target, options);
  open.push(suite);
  return suite;
}

describe('the tests', () => {
  test('are named by id, level and sentence, and come in the order of the specification', () => {
    const titles = suiteOf(plain).tests.map(({ title }) => title);
    expect(titles).toHaveLength(12);
    expect(titles[0]).toBe('BN-3.1 MUST The mean of a channel is the sum of its m values over m.');
    expect(titles.at(-1)).toMatch(/^BN-4\.5 SHOULD /);
  });

  test('of one counterexample are one', () => {
    expect(suiteOf(plain, { replay: 'BN-4.3/1/0' }).tests.map(({ id }) => id)).toEqual(['BN-4.3']);
  });

  test('pass where the implementation conforms, and so does the verdict', async () => {
    const suite = suiteOf(plain);
    for (const { id } of suite.tests) expect(await suite.judge(id, false)).toEqual({ status: 'passed' });
    expect(await suite.verdict()).toEqual({ status: 'passed' });
  });
});

describe('a failure', () => {
  test('shows the counterexample, and how to see it again', async () => {
    const suite = suiteOf(wrong);
    const result = await suite.judge('BN-4.3', false);
    expect(result).toMatchObject({ status: 'failed' });
    const { message } = result as { message: string };
    expect(message).toMatch(/beta/);
    expect(message).toMatch(/1\.001/);
    expect(message).toMatch(/\{ replay: 'BN-4\.3\/1\/[\d:]+' \} as an option/);
    expect(message).not.toContain('diagnosis');
    const [, replay] = /replay: '([^']+)'/.exec(message) ?? [];
    expect(await suiteOf(wrong, { replay }).judge('BN-4.3', false)).toMatchObject({ status: 'failed' });
  });

  test('has the diagnosis where the last test will not run, and only the first one', async () => {
    const suite = suiteOf(wrong);
    expect((await suite.judge('BN-4.3', true)) as object).toHaveProperty(
      'message',
      expect.stringContaining('diagnosis'),
    );
    expect((await suite.judge('BN-4.4', true)) as object).toHaveProperty(
      'message',
      expect.not.stringContaining('diagnosis'),
    );
  });

  test('of a module names the command', async () => {
    const path = join(temporaryFolder(), 'wrong.mjs');
    writeFileSync(
      path,
      `export default { name: 'w', trainForward: ({ x }) => ({ y: { ...x, data: x.data.slice() } }) };`,
    );
    const result = await suiteOf(path).judge('BN-4.3', false);
    expect(result).toHaveProperty('message', expect.stringMatching(new RegExp(`check --replay BN-4.3/\\S+ ${path}`)));
  });
});

describe('the verdict', () => {
  test('has the diagnosis, also where nothing else ran', async () => {
    const result = await suiteOf(wrong).verdict();
    expect(result).toHaveProperty('message', expect.stringMatching(/does not conform[^]*diagnosis/));
  });

  test('judges everything where nothing else ran', async () => {
    expect(await suiteOf(plain).verdict()).toEqual({ status: 'passed' });
  });

  test('is not given where every call is refused', async () => {
    const refusing: Implementation = {
      name: 'refusing',
      trainForward() {
        throw Object.assign(new Error('no'), { name: 'Unsupported' });
      },
    };
    expect(await suiteOf(refusing).verdict()).toMatchObject({ status: 'failed' });
  });
});

describe('known failures', () => {
  const reason = 'a thousandth too large, on purpose';
  const expected = [{ clause: 'BN-4.*', reason }];

  test('pass, with the verdict', async () => {
    const must = ['BN-4.1', 'BN-4.2', 'BN-4.3', 'BN-4.4'];
    const suite = suiteOf(wrong, { ...few, clauses: must, expected });
    for (const { id } of suite.tests) expect(await suite.judge(id, false)).toEqual({ status: 'passed' });
    expect(await suite.verdict()).toEqual({ status: 'passed' });
  });

  test('that do not fail do', async () => {
    const suite = suiteOf(plain, { ...few, expected });
    const result = await suite.judge('BN-4.3', false);
    expect(result).toEqual({ status: 'failed', message: `BN-4.3 is expected to fail (${reason}) and passes` });
  });

  test('of clauses that were not run are no matter', async () => {
    const suite = suiteOf(plain, { ...few, expected });
    await suite.judge('BN-3.1', false);
    expect(await suite.verdict()).toEqual({ status: 'passed' });
  });
});

test('what does not apply is skipped, with the reason', async () => {
  const suite = suiteOf({ name: 'part', inferForward: ({ x }) => ({ y: x }) });
  expect(await suite.judge('BN-3.1', false)).toEqual({ status: 'skipped', message: 'train_forward not offered' });
});

describe('options', () => {
  test.each([
    [{ seed: -1 }, '"options.seed" expected a number >= 0, got -1'],
    [{ runs: 0.5 }, '"options.runs" expected an integer, got 0.5'],
    [{ clauses: ['BN-99.*'] }, 'matches none of'],
    [{ replay: 'nonsense' }, '"options.replay" expected a token'],
    [{ replay: `${['BN-99', 1].join('.')}/1/0` }, '"options.replay" names no clause'],
    [{ clauses: ['BN-3.*'], replay: 'BN-5.1/1/0' }, '"options.replay" is of BN-5.1, which is not among the clauses'],
    [{ expected: [{ clause: 'BN-3.1' }] }, '"options.expected"[0]["reason"] expected a text'],
    [{ runz: 3 }, 'unknown key "runz"'],
    [{ profile: 'torch' }, '"options.profile" expected'],
  ])('%j are refused', (options, message) => {
    expect(() => new Conformance(plain, options as CheckOptions)).toThrow(message);
  });

  test.each([undefined, null, 3, [], [1], {}, { name: 'no operations' }])('a target %j is refused', async (target) => {
    await expect(check(target as unknown as TargetLike, few)).rejects.toThrow(
      /"target" expected|the target is no implementation/,
    );
  });
});
