/** No verdict without evidence: what an adapter refuses is counted, and too much of it leaves the whole open. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import plain from '../../../impl/plain/index.ts';
import ST01a from '../../../impl/mutants/ST01a.ts';
import { reference } from '../../../reference/oracle.ts';
import { run } from '../../../spec/check/run.ts';
import { exitCodeOf } from '../../../spec/report/exit-code.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import type { Report } from '../../../spec/report/report.ts';
import { viewOf } from '../../../spec/report/report-view.ts';
import { toTerminal } from '../../../spec/report/terminal.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import { Unsupported } from '../../../spec/terms/refusals.ts';
import { type Calls, type Operation, operations } from '../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { exitCodes } from '../../../spec/terms/exit-codes.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

type Refuses = (call: Calls[Operation], operation: Operation) => boolean;

/** An implementation that says of some calls that it does not support them. */
function refusing(refuses: Refuses, honest: Implementation = implementationOf('plain')): Implementation {
  const wrapped = operations.map((operation) => [
    operation,
    (call: never) => {
      if (refuses(call, operation)) throw new Unsupported('this is not offered');
      return (honest[operation] as (call: never) => unknown)(call);
    },
  ]);
  return { ...honest, ...Object.fromEntries(wrapped) };
}

async function judged(implementation: Implementation, pattern = /./, runs = 3): Promise<Report> {
  const claims = resolveClaims(implementation.claims);
  return run(targetOf(implementation), {
    reference,
    claims,
    required: 'stable',
    seed: 1,
    runs,
    clauses: clauses.filter(({ id }) => pattern.test(id)),
    command: implementation.name,
  });
}

/** Without the chapters that take long. */
const quick = /^BN-(3|5|7|8|9|10|13)\.\d+$/;

/** The same calls are refused in each run: every k-th of the order in which they come. */
const share = (refused: number, of: number): Refuses => {
  let calls = 0;
  return () => calls++ % of < refused;
};

describe('an adapter that refuses', () => {
  test('all its calls is not judged at all', async () => {
    const report = await judged(refusing(() => true));
    expect(report).toMatchObject({ verdict: 'error', reason: 'nothing_judged', grade: null });
    expect(exitCodeOf(report)).toBe(exitCodes.nothingRan);
    expect(report.missing?.join('\n')).toContain('this is not offered');
  });

  test('half of them leaves the verdict open, and says of what and why', async () => {
    const report = await judged(refusing(share(1, 2)), quick);
    expect(report).toMatchObject({ verdict: 'error', reason: 'incomplete', grade: null });
    expect(exitCodeOf(report)).toBe(exitCodes.incomplete);
    for (const { operation, answered, refused, because } of report.evidence) {
      expect(refused).toBeGreaterThan(answered / 4);
      expect(because).toEqual([{ message: 'this is not offered', calls: refused }]);
      expect(report.missing?.some((sentence) => sentence.startsWith(`${operation} refused ${refused} of`))).toBe(true);
    }
  });

  test('a tenth of them is judged by the rest, and the report counts both', async () => {
    const report = await judged(refusing(share(1, 10)), quick);
    expect(report).toMatchObject({ verdict: 'conforms' });
    for (const { answered, refused } of report.evidence) expect(refused / (answered + refused)).toBeLessThan(0.25);
    expect(report.evidence.every(({ refused }) => refused > 0)).toBe(true);
  });

  test('whatever has more than two channels leaves the verdict open', async () => {
    const report = await judged(
      refusing(({ x, axis }) => x.shape[axis] > 2),
      quick,
    );
    expect(report).toMatchObject({ verdict: 'error', reason: 'incomplete' });
  });

  test.each<[string, Report['verdict'], Refuses]>([
    ['more than eight channels', 'conforms', ({ x, axis }) => x.shape[axis] > 8],
    ['3, 7, 11 or so values in a channel', 'error', ({ x, axis }) => (x.data.length / x.shape[axis]) % 4 === 3],
  ])('whatever has %s: %s, and the first line counts what it refused', async (_, verdict, hard) => {
    const report = await judged(refusing(hard), quick);
    expect(report.evidence.every(({ refused }) => refused > 0)).toBe(true);
    const [answered, refused] = (['answered', 'refused'] as const).map((key) =>
      report.evidence.reduce((sum, each) => sum + each[key], 0),
    );
    expect(toTerminal(viewOf(report))).toContain(`${answered} calls answered, ${refused} refused`);
    expect(report.verdict).toBe(verdict);
  });

  test('everything that one MUST asks leaves the verdict open, however small its share', async () => {
    const holdsNaN: Refuses = ({ x }) => x.data.some((value) => Number.isNaN(value));
    const report = await judged(refusing(holdsNaN), quick);
    expect(report).toMatchObject({ verdict: 'error', reason: 'incomplete' });
    expect(report.evidence.every(({ answered, refused }) => refused < answered / 4)).toBe(true);
    expect(report.missing?.join('\n')).toMatch(/^(?:BN-10\.\d+, )*BN-10\.\d+ (?:was|were) judged in no case/);
  });

  test('half of them and is wrong does not conform: a failed MUST decides first', async () => {
    const wrong = refusing(share(1, 2), ST01a.under().implementation);
    const report = await judged(wrong, /^BN-(3|4|13)\.\d+$/, 10);
    expect(report.verdict).toBe('fails');
    expect(exitCodeOf(report)).toBe(exitCodes.failure);
  });
});

test('what the text lets any implementation refuse counts on neither side', async () => {
  const claims = { ...resolveClaims('pytorch'), ...resolveClaims(plain.claims), singleValue: 'rejected' as const };
  const picky = refusing((call, operation) => {
    const { x, axis } = call;
    const single = x.data.length === x.shape[axis] && operation.startsWith('train');
    const given = call as Partial<Calls['trainForward']>;
    return single || (given.runningMean === undefined) !== (given.runningVar === undefined);
  });
  const report = await judged({ ...picky, claims }, /^BN-(2|3|6|13)\.\d+$/);
  expect(report.evidence.map(({ refused }) => refused)).toEqual(report.evidence.map(() => 0));
  expect(report.verdict).toBe('conforms');
});

test('an operation that is not offered is no evidence against the others', async () => {
  const others = operations.filter((operation) => operation !== 'inferForward');
  const only = { ...plain, ...Object.fromEntries(others.map((operation) => [operation, undefined])) };
  const report = await judged(only, quick);
  expect(report.verdict).toBe('conforms');
  expect(report.evidence.map(({ operation }) => operation)).toEqual(['infer_forward']);
});

describe('the grade', () => {
  test('comes from clauses of accuracy alone', async () => {
    const subsets = [/^BN-3\./, /^BN-13\./, /^BN-12\.1$/, /^BN-14\.2$/];
    const grades = await Promise.all(subsets.map(async (pattern) => (await judged(plain, pattern)).grade));
    expect(grades.map((grade) => grade !== null)).toEqual([false, false, true, true]);
  });

  test('below the required one is never beside "conforms"', async () => {
    const order = ['exact', 'offset-free', 'stable'];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...clauses), async ({ id }) => {
        const { verdict, grade } = await judged(ST01a.under().implementation, new RegExp(`^${id}$`));
        if (verdict === 'conforms' && grade !== null) expect(order).toContain(grade);
      }),
      { numRuns: 12, seed: 1 },
    );
  });
});

test('a replay gives no verdict on evidence', async () => {
  const claims = resolveClaims(plain.claims);
  const report = await run(targetOf(refusing(share(1, 2))), {
    reference,
    claims,
    required: 'stable',
    seed: 1,
    runs: 1,
    replay: { id: 'BN-3.1', seed: 1, path: '1' },
    command: 'plain',
  });
  expect(report.missing).toBeUndefined();
});
