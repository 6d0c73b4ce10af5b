/** Where no call has an answer that can be compared, the report names the command that examines the adapter itself. */
import { describe, expect, test } from 'vitest';
import plain from '../../../impl/plain/index.ts';
import { reference } from '../../../reference/oracle.ts';
import { run } from '../../../spec/check/run.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import type { Replay } from '../../../spec/check/clause-patterns-and-replay-tokens.ts';
import type { Report } from '../../../spec/report/report.ts';
import type { Implementation, Tensor } from '../../../spec/terms/contract.ts';
import { Rejected, Unsupported } from '../../../spec/terms/refusals.ts';
import type { NamedTensors } from '../../../spec/terms/named-tensors.ts';
import { type Calls, type Operation, operations } from '../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { bnspec, moduleWith } from '../../support/bnspec.ts';

type Spoil = (call: Calls[Operation], honest: () => NamedTensors) => unknown;

const mapped = (result: NamedTensors, change: (tensor: Tensor) => Tensor): NamedTensors =>
  Object.fromEntries(Object.entries(result).map(([name, tensor]) => [name, change(tensor)]));

const ways: Readonly<Record<string, Spoil>> = {
  'throws the same error': () => {
    throw new TypeError(`got an unexpected keyword argument 'axis'`);
  },
  'throws an error that names the shape': ({ x }) => {
    throw new RangeError(`cannot broadcast ${x.shape.join('x')}`);
  },
  'rejects valid calls': () => {
    throw new Rejected('no');
  },
  'refuses everything': () => {
    throw new Unsupported('not yet');
  },
  'answers nothing': () => undefined,
  'answers in another shape': (_, honest) => mapped(honest(), (each) => ({ ...each, shape: [...each.shape, 1] })),
  'answers in another type': (_, honest) =>
    mapped(honest(), (each) => ({ ...each, dtype: 'float64', data: Float64Array.from(each.data) })),
};

/** @param spoils - whether the call at this place, of this operation, goes wrong */
function spoilt(spoil: Spoil, spoils: (place: number, operation: Operation) => boolean): Implementation {
  let calls = 0;
  const wrapped = operations.map((operation) => [
    operation,
    (call: never) => {
      const honest = (): NamedTensors => (plain[operation] as (call: never) => NamedTensors)(call);
      return spoils(calls++, operation) ? spoil(call, honest) : honest();
    },
  ]);
  const claims = { ...resolveClaims(plain.claims), dtypes: ['float32' as const], parameterDtypes: [] };
  return { ...plain, claims, ...Object.fromEntries(wrapped) };
}

const few = /^BN-(3\.1|7\.1|8\.1|13\.1)$/;

function reportOn(implementation: Implementation, replay?: Replay): Promise<Report> {
  return run(targetOf(implementation), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: 1,
    runs: 3,
    clauses: clauses.filter(({ id }) => few.test(id)),
    command: 'it',
    doctor: 'bnspec doctor it',
    ...(replay && { replay }),
  });
}

const next = 'no call had an answer that can be compared, so examine the adapter itself first: bnspec doctor it';

describe.each(Object.entries(ways))('an adapter that %s', (_, spoil) => {
  test('in every call is sent to the doctor', async () => {
    expect((await reportOn(spoilt(spoil, () => true))).next).toBe(next);
  });

  test('in every call but the first, or but those of one operation, is not', async () => {
    expect(await reportOn(spoilt(spoil, (place) => place > 0))).not.toHaveProperty('next');
    for (const right of ['trainForward', 'inferForward', 'trainBackward'] as const) {
      const report = await reportOn(spoilt(spoil, (_place, operation) => operation !== right));
      expect(report).not.toHaveProperty('next');
    }
  });
});

test('wrong numbers are a matter of the clauses, and one case is no evidence of the whole', async () => {
  const noise: Spoil = (_, honest) => mapped(honest(), (each) => ({ ...each, data: each.data.map(() => 7) }));
  expect(await reportOn(spoilt(noise, () => true))).not.toHaveProperty('next');
  const dead = spoilt(ways['answers nothing'], () => true);
  expect(await reportOn(dead, { id: 'BN-3.1', seed: 1, path: '0' })).not.toHaveProperty('next');
});

test('the command that is printed above the verdict can be given as it is', async () => {
  const module = moduleWith(
    `export default { name: 'dead', claims: { dtypes: ['float32'] }, inferForward() { throw new TypeError('no axis'); } };`,
    "it's dead.mjs",
  );
  const { code, stdout } = await bnspec('check', module, '--in-process', '--clause', 'BN-7.1', '--timeout', '9000');
  const [advice, verdict] = stdout.trimEnd().split('\n').slice(-2);
  expect(advice).toMatch(/^next: no call had an answer that can be compared, /);
  expect(advice.endsWith(`: npx tsx spec/cli.ts doctor --timeout 9000 '${module.replace("'", `'\\''`)}'`)).toBe(true);
  expect(verdict).toMatch(/^dead does not conform, /);
  expect(code).toBe(1);
});

test('a built-in has no adapter to examine', async () => {
  const { stdout } = await bnspec('check', 'plain', '--clause', 'BN-7.1', '--runs', '1');
  expect(stdout).not.toMatch(/doctor/);
});
