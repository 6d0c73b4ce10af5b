/** The forecast of a check, by a clock of its own: a load that comes or goes while it measures does not change it. */
import { expect, test } from 'vitest';
import { type Forecast, callsOfACheck, forecast } from '../../../../spec/cli/doctor/forecast.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import type { Reference } from '../../../../spec/terms/truth.ts';
import type { Claims } from '../../../../spec/terms/contract.ts';
import type { Hello } from '../../../../spec/wire/hello.ts';
import { type Operation, operations } from '../../../../spec/terms/operations.ts';

/** Milliseconds, on a machine that does nothing else. */
interface Costs {
  readonly call: number;
  readonly newShape: number;
  readonly perValue: number;
  readonly answer: number;
}

/** Times more that everything takes, after that many milliseconds of work. */
type Load = (workedMs: number) => number;

function forecastUnder(
  load: Load,
  costs: Costs,
  claims: Partial<Claims> = {},
  offers: Partial<Hello> = {},
): Promise<Forecast> {
  let [now, worked] = [0, 0];
  const work = (ms: number): void => {
    now += ms * load(worked);
    worked += ms;
  };
  const seen = new Set<string>();
  const patient = {
    hello: { name: 'far', operations: [...operations], ...offers },
    call: (operation: Operation, { x }: { readonly x: { readonly shape: readonly number[] } }) => {
      const form = `${operation} ${x.shape.join()}`;
      work(costs.call + costs.perValue * x.shape.reduce((a, b) => a * b) + (seen.has(form) ? 0 : costs.newShape));
      seen.add(form);
      return Promise.resolve({ status: 'unsupported', message: '' });
    },
  } as Parameters<typeof forecast>[0];
  const reference = { answer: () => work(costs.answer) } as unknown as Reference;
  return forecast(patient, { claims: { ...resolveClaims('pytorch'), ...claims }, reference }, () => now);
}

const library: Costs = { call: 0.4, newShape: 0, perValue: 1e-5, answer: 0.1 };
const compiler: Costs = { call: 1, newShape: 300, perValue: 1e-5, answer: 0.1 };

const calls = operations.reduce((sum, operation) => sum + callsOfACheck[operation], 0);

test('a target that answers at once takes as long as its calls and the exact answers', async () => {
  const { call, newShape, check } = await forecastUnder(() => 1, library);
  expect(call).toBeCloseTo(0.4, 2);
  expect(newShape).toBeCloseTo(0.4, 2);
  expect(check / (calls * (0.4 + 9 * 0.1))).toBeCloseTo(1, 1);
});

test('a target that compiles takes that long for each new shape, and claims of few shapes shorten the check', async () => {
  const many = await forecastUnder(() => 1, compiler);
  const few = await forecastUnder(() => 1, compiler, { shapes: 'few' });
  expect(many.newShape).toBeCloseTo(301, 0);
  expect(many.call).toBeCloseTo(1, 1);
  expect(few.check).toBeLessThan(many.check / 5);
});

test('what is offered beside the operations of a batch takes its time, too', async () => {
  const { check } = await forecastUnder(() => 1, library);
  const checkOf = async (offers: Partial<Hello>): Promise<number> =>
    (await forecastUnder(() => 1, library, {}, offers)).check;
  const ofFold = (await checkOf({ further: ['fold'] })) / check - 1;
  expect(ofFold).toBeCloseTo(callsOfACheck.fold / calls, 5);
  const ofBoth = (await checkOf({ further: ['fold', 'doubleBackward'] })) / check - 1;
  expect(ofBoth).toBeGreaterThan(2 * ofFold);
  expect(await checkOf({ offersLayer: true })).toBeGreaterThan(1.2 * check);
});

const total = async (costs: Costs): Promise<number> => {
  let worked = 0;
  await forecastUnder((ms) => {
    worked = ms;
    return 1;
  }, costs);
  return worked;
};

test.each([
  ['a library', library],
  ['a target that compiles', compiler],
])('%s is forecast the same though a load ends while it is measured, or begins', async (_, costs) => {
  const quiet = (await forecastUnder(() => 1, costs)).check;
  const all = await total(costs);
  for (const times of [4, 20]) {
    for (const share of [0.3, 0.7]) {
      const falls = await forecastUnder((ms) => (ms < share * all ? times : 1), costs);
      expect(falls.check / quiet).toBeCloseTo(1, 2);
    }
    const rises = await forecastUnder((ms) => (ms > 0.6 * all ? times : 1), costs);
    expect(rises.check / quiet).toBeCloseTo(1, 2);
  }
});
