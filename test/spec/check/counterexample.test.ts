/** A counterexample says which call and which element it is about, in words that its reader knows. */
import { expect, test } from 'vitest';
import { mutantOf } from '../../../impl/mutants/_bank.ts';
import plain from '../../../impl/plain/index.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import { operations, signatures, snakeCase } from '../../../spec/terms/operations.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';
import { fromJsonNumber } from '../../../spec/report/json-number.ts';
import type { ClauseReport } from '../../../spec/report/report.ts';
import { viewOf } from '../../../spec/report/report-view.ts';
import { reportOn } from '../report/sample-reports.ts';

/** The clauses that a wrong implementation breaks, with what the report shows of them. */
async function brokenBy(id: string): Promise<ReturnType<typeof viewOf>['clauses']> {
  const { implementation, breaks } = (await mutantOf(id)).under();
  return viewOf(await reportOn(implementation, breaks, 12)).clauses.filter(({ verdict }) => verdict === 'fail');
}

const last = ({ counterexample }: ClauseReport): number => (counterexample?.requests.length ?? 0) - 1;

// Wrong in one call; in the second of two; in the backward passes, after others that are right; after an earlier call.
test.each(['ST01a', 'BW03', 'BW11', 'IF02', 'RS01', 'SV02a', 'AL50', 'AL05', 'LY06'])(
  'the element that %s gets wrong is where the counterexample says',
  async (id) => {
    const failed = await brokenBy(id);
    expect(failed.length).toBeGreaterThan(0);
    for (const clause of failed) {
      const { exchange, expected, actual } = clause.counterexample ?? {};
      if (expected === undefined) expect([clause.id, exchange]).toEqual([clause.id, last(clause)]);
      if (actual === undefined || exchange === undefined) continue;
      const { place, exchanges = [] } = clause.shown ?? {};
      expect(place).toMatchObject({ exchange, output: clause.counterexample?.output });
      const output = exchanges[exchange].outputs.find(({ name }) => name === place?.output);
      expect([clause.id, output && valuesOf(output.actual)[place?.index ?? -1]]).toEqual([
        clause.id,
        fromJsonNumber(actual),
      ]);
    }
  },
);

test('an element that was compared with its exact value always has a place', async () => {
  const [{ counterexample }] = await brokenBy('ST01a');
  expect(counterexample).toMatchObject({ exchange: 0, output: 'variance', index: [0] });
});

test('a sum that a law speaks of is an element of no answer', async () => {
  const shifted: Implementation = {
    ...plain,
    trainForward: async (call) => {
      const result = await plain.trainForward!(call);
      return { ...result, y: { ...result.y, data: result.y.data.map((value) => value + 1) } };
    },
  };
  const [{ verdict, counterexample }] = (await reportOn(shifted, ['BN-11.1'])).clauses;
  expect([verdict, counterexample?.output]).toEqual(['fail', 'y']);
  expect(counterexample).not.toHaveProperty('exchange');
});

test('messages call operations and tensors by their names on the wire', async () => {
  const careless: Implementation = {
    name: 'careless',
    claims: { dtypes: ['float32'] },
    trainForward: async (call) => {
      const result = await plain.trainForward!(call);
      const { runningMean, ...others } = result;
      if (call.runningMean) call.runningMean.data[0] += 1;
      return { ...others, ...(call.gamma && { runningMean }), ...(result.invStd && { invStd: result.variance }) };
    },
  };
  const report = await reportOn(
    careless,
    clauses.filter(({ id }) => /^BN-(2|3|6|13)\./.test(id)).map(({ id }) => id),
    3,
  );
  const messages = report.clauses.flatMap(({ message }) => message ?? []).join('\n');
  const names = [...operations, ...operations.flatMap((operation) => [...signatures[operation].outputs])];
  const camel = [...new Set(names)].filter((name) => name !== snakeCase(name));
  expect(camel).toContain('invStd');
  for (const name of camel) expect(messages).not.toContain(name);
  expect(messages).toContain('inv_std exceeds the error bound of grade `stable`\n');
  expect(messages).toMatch(/train_forward modified its input running_mean/);
  expect(messages).toMatch(/infer_forward not offered/);
});
