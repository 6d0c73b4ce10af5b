/** Calls that crash or hang: what decides is found with few of them. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../../impl/plain/implementation.ts';
import { reference } from '../../../../reference/oracle.ts';
import { randomOf } from '../../../../spec/cases/random.ts';
import type { Exchange } from '../../../../spec/check/trial/exchange.ts';
import type { Explained } from '../../../../spec/diagnosis/experiment/experiment.ts';
import { experimentOnUnanswered } from '../../../../spec/diagnosis/experiment/unanswered.ts';
import { callOfDraft } from '../../../../spec/diagnosis/hypothesis/draft.ts';
import { type Traits, traitsOf } from '../../../../spec/diagnosis/hypothesis/traits.ts';
import { drawnDraft } from '../../../../spec/diagnosis/hypothesis/vary-draft.ts';
import type { Probe } from '../../../../spec/diagnosis/probes.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import type { Operation } from '../../../../spec/terms/operations.ts';
import type { Unanswered } from '../../../../spec/wire/call-outcome.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';
import type { Target } from '../../../../spec/wire/target.ts';

const right = implementationOf('', {}, { dtypes: ['float32', 'float64'] });
const claims = resolveClaims(right.claims);

interface Fall {
  readonly operations: readonly Operation[];
  readonly outcome: Unanswered;
  readonly is: (traits: Traits) => boolean;
}

const crash = (is: Fall['is'], ...operations: Operation[]): Fall => ({
  operations,
  outcome: { status: 'crash', message: 'the process ended by SIGSEGV\nwhile it answered' },
  is,
});

const hang = (is: Fall['is'], ...operations: Operation[]): Fall => ({
  operations,
  outcome: { status: 'timeout', message: 'no answer within 500 ms' },
  is,
});

/** Counts the calls that are not answered. */
function falling({ operations, outcome, is }: Fall): { readonly target: Target; readonly falls: () => number } {
  const good = targetOf(right);
  let falls = 0;
  const target: Target = {
    ...good,
    async call(operation, call) {
      const fails =
        operations.includes(operation as Operation) && is(traitsOf(operation as Operation, call as Probe['call']));
      falls += Number(fails);
      return fails ? outcome : good.call(operation, call);
    },
  };
  return { target, falls: () => falls };
}

/** From two calls of each operation, as clauses find them. */
async function found(fall: Fall, seed = 5): Promise<{ readonly diagnoses: Explained[]; readonly falls: number }> {
  const { target, falls } = falling(fall);
  const random = randomOf(seed);
  const exchanges: Exchange[] = [];
  for (const operation of fall.operations) {
    for (let left = 2; left > 0;) {
      const call = callOfDraft({ ...drawnDraft(operation, claims, random, true), operation }, claims);
      if (!fall.is(traitsOf(operation, call))) continue;
      exchanges.push({ operation, call, outcome: fall.outcome } as Exchange);
      left -= 1;
    }
  }
  const bench = { target, reference, claims, required: 'stable' } as const;
  const diagnoses = await experimentOnUnanswered(bench, exchanges, () => Promise.resolve(target));
  return { diagnoses, falls: falls() };
}

describe('crashes are located, with their message', () => {
  test.each<[string, Fall['is']]>([
    ['where C > 4', ({ C }) => C > 4],
    ['where m < 6', ({ m }) => m < 6],
    ['where beta is not given', ({ beta }) => beta === undefined],
    ['where x is float64', ({ type }) => type === 'float64'],
    ['in every call', () => true],
  ])('%s', async (says, is) => {
    const { diagnoses, falls } = await found(crash(is, 'inferForward'));
    expect(diagnoses.map((each) => each.says)).toEqual([
      `Infer_forward crashes (the process ended by SIGSEGV) ${says}.`,
    ]);
    expect(diagnoses[0]).toMatchObject({ id: 'crash', hypothesis: { outputs: ['status'], what: { kind: 'crash' } } });
    expect(falls).toBeLessThanOrEqual(40);
  });

  test('those of two operations under one condition are one', async () => {
    const { diagnoses } = await found(crash(({ rank }) => rank === 4, 'trainForward', 'trainBackward'));
    expect(diagnoses.map(({ says }) => says)).toEqual([
      'Train_forward, train_backward crashes (the process ended by SIGSEGV) where the rank = 4.',
    ]);
  });
});

describe('calls that hang are located with at most 12 of them', () => {
  test.each<[string, Fall['is']]>([
    ['where beta is not given', ({ beta }) => beta === undefined],
    ['where x is float64', ({ type }) => type === 'float64'],
    ['in every call', () => true],
  ])('%s', async (says, is) => {
    const { diagnoses, falls } = await found(hang(is, 'inferForward'));
    expect(diagnoses.map((each) => each.says)).toEqual([`Infer_forward does not answer in time ${says}.`]);
    expect(falls).toBeLessThanOrEqual(12);
  });
});

test('with so few, nothing is said rather than something wrong', async () => {
  const conditions: readonly [string, Fall['is']][] = [
    ['where x is float64', ({ type }) => type === 'float64'],
    ['where C > 4', ({ C }) => C > 4],
    ['where gamma is given', ({ gamma }) => gamma !== undefined],
    ['where the rank is not 3', ({ rank }) => rank !== 3],
  ];
  const said: string[] = [];
  for (const [says, is] of conditions) {
    for (let seed = 1; seed <= 6; seed++) {
      const { diagnoses } = await found(hang(is, 'inferForward'), seed);
      said.push(...diagnoses.map((each) => (each.says.endsWith(` ${says}.`) ? 'right' : `${each.says}, not ${says}`)));
    }
  }
  expect(new Set(said)).toEqual(new Set(['right']));
  expect(said.length).toBeGreaterThanOrEqual(16);
});

test('no condition is said that fresh calls do not bear out', async () => {
  let calls = 0;
  const { diagnoses } = await found(crash(() => calls++ % 2 === 0, 'inferForward'));
  expect(diagnoses).toEqual([]);
});
